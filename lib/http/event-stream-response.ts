import 'server-only';

const encoder = new TextEncoder();
/** How long a browser waits before it asks again after the connection broke, in milliseconds. */
const RETRY_MS = 3000;

/**
 * Server-sent events (HTML Standard, section 9.2): every item as one message of JSON, null as a comment, which only
 * keeps the connection open.
 * @param leave called when the reader is gone
 */
export function eventStreamResponse(event: string, items: AsyncGenerator<object | null>, leave: () => void): Response {
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(encoder.encode(`retry: ${RETRY_MS}\n\n`));
    },
    async pull(controller) {
      const { value, done } = await items.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(messageOf(event, value)));
    },
    cancel: leave,
  });
  return new Response(stream, {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      // Compression would hold messages back.
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    },
  });
}

function messageOf(event: string, value: object | null): string {
  return value === null ? ':\n\n' : `event: ${event}\ndata: ${JSON.stringify(value)}\n\n`;
}
