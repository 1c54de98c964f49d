import { layTree } from '@/lib/trace/lay-tree';
import { buildSessionTree, type SessionTree } from '@/lib/trace/session-tree';
import type { Skeleton } from '@/lib/trace/skeleton';
import type { TreeAnswer, TreeRequest } from './tree-messages';

/**
 * Loads a skeleton, builds its tree and lays it out, beside the page: decoding 100,000 spans must not stop anybody's
 * scrolling. Bytes are counted as they come, for the progress.
 */

/** Progress is told at most so often, in milliseconds. */
const TELL_MS = 100;

let built: { readonly number: number; readonly tree: SessionTree } | null = null;

function say(answer: TreeAnswer, handedOver: Transferable[] = []): void {
  self.postMessage(answer, { transfer: handedOver });
}

self.addEventListener('message', ({ data }: MessageEvent<TreeRequest>) => {
  if (data.ask === 'load') void load(data.tree, data.url);
  else if (data.tree === built?.number) {
    const laid = layTree(built.tree, data.choice);
    say({ say: 'laid', tree: data.tree, id: data.id, laid }, buffersOf(laid.rows).concat(buffersOf(laid.rails)));
  }
});

async function load(tree: number, url: string): Promise<void> {
  try {
    const text = await download(tree, url);
    built = { number: tree, tree: buildSessionTree(JSON.parse(text) as Skeleton) };
    say({ say: 'built', tree, built: built.tree });
  } catch (error) {
    say({ say: 'failed', tree, message: error instanceof Error ? error.message : String(error) });
  }
}

async function download(tree: number, url: string): Promise<string> {
  const response = await fetch(url, { headers: { accept: 'application/gzip' } }).catch(() => {
    throw new Error('The server does not answer. Check that it is still running.');
  });
  if (!response.ok || response.body === null) {
    const problem = (await response.json().catch(() => null)) as { detail?: string } | null;
    throw new Error(problem?.detail ?? `The server answered ${response.status} without a reason.`);
  }
  const counted = response.body.pipeThrough(countBytes(tree));
  return new Response(counted.pipeThrough(new DecompressionStream('gzip'))).text();
}

/** Passes bytes through and tells from time to time how many there were. */
function countBytes(tree: number): TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>> {
  let bytes = 0;
  let told = 0;
  return new TransformStream({
    transform(chunk, output) {
      bytes += chunk.byteLength;
      const now = performance.now();
      if (now - told > TELL_MS) {
        told = now;
        say({ say: 'progress', tree, bytes, isComplete: false });
      }
      output.enqueue(chunk);
    },
    flush() {
      say({ say: 'progress', tree, bytes, isComplete: true });
    },
  });
}

/** The memory of columns that are needed here no more. */
function buffersOf(columns: object): ArrayBuffer[] {
  return Object.values(columns).flatMap((column: unknown) =>
    ArrayBuffer.isView(column) && column.buffer instanceof ArrayBuffer ? [column.buffer] : [],
  );
}
