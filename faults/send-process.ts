import { readFileSync } from 'node:fs';
import { Agent } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { ask, type Question, wordOf } from './ask';
import { type BatchShape, BatchTemplate, HEADERS, SESSION_ID_LENGTH } from './batch-template';

/** Many requests at the same moment, from a process of its own. */
export interface SendTogether {
  readonly url: string;
  readonly times: number;
  /** Each request is another batch of this shape, or this file as it is. */
  readonly content:
    | { readonly shape: BatchShape }
    | { readonly file: string; readonly headers: Record<string, string> };
  /** Refused with 429, 503 or by a broken connection, a request is sent again until this much time is over. */
  readonly retryForMs: number;
}

/** Of one request: every answer it got, and how long the last one took. */
export interface SentRequest {
  readonly words: readonly string[];
  readonly ms: number;
}

const TIMEOUT_MS = 120_000;
const RETRY_MS = 500;
const AGAIN = new Set(['429', '503', 'no answer']);

async function run({ url, times, content, retryForMs }: SendTogether): Promise<void> {
  const agent = new Agent({ maxSockets: times });
  const questionOf = maker(content);
  const giveUpAt = performance.now() + retryForMs;
  await Promise.all(Array.from({ length: times }, (_, number) => sendOne(number)));

  async function sendOne(number: number): Promise<void> {
    const words: string[] = [];
    for (;;) {
      const answer = await ask(url, { method: 'POST', agent, timeoutMs: TIMEOUT_MS, ...questionOf(number) });
      words.push(wordOf(answer));
      if (AGAIN.has(words.at(-1) ?? '') && performance.now() < giveUpAt) {
        await sleep(RETRY_MS);
        continue;
      }
      process.send?.({ words, ms: answer.ms } satisfies SentRequest);
      return;
    }
  }
  process.disconnect();
}

function maker(content: SendTogether['content']): (number: number) => Question {
  if ('file' in content) {
    const body = readFileSync(content.file);
    return () => ({ headers: content.headers, body });
  }
  const template = new BatchTemplate(content.shape);
  const headers = { ...HEADERS, 'content-length': String(template.bodyBytes) };
  return (number) => {
    const name = `large-${number}-`;
    return { headers, body: template.parts(name.padEnd(SESSION_ID_LENGTH, 'x'), name) };
  };
}

await run(JSON.parse(process.argv[2] ?? '{}') as SendTogether);
