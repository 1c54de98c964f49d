import { Agent } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { ask, wordOf } from './ask';
import { type BatchShape, BatchTemplate, HEADERS, SESSION_ID_LENGTH } from './batch-template';

/**
 * A sender in a process of its own, so that what it computes delays no measurement. `perSecond` null: every connection
 * sends again as soon as it is answered. Else so many requests begin every second, whatever became of those before.
 */
export interface Load {
  readonly url: string;
  readonly name: string;
  readonly shape: BatchShape;
  readonly connections: number;
  readonly perSecond: number | null;
  readonly seconds: number;
}

/** What happened in one second. */
export interface LoadSecond {
  readonly sent: number;
  /** Requests that should have begun, but every connection was waiting for an answer. */
  readonly heldBack: number;
  readonly answers: Readonly<Record<string, number>>;
  readonly acceptedMs: readonly number[];
  /** True of what was answered after the load had ended. */
  readonly late: boolean;
}

/** Requests that share a session. */
const REQUESTS_PER_SESSION = 20;
const TICK_MS = 5;
const TIMEOUT_MS = 30_000;

interface Counting extends LoadSecond {
  sent: number;
  heldBack: number;
  readonly answers: Record<string, number>;
  readonly acceptedMs: number[];
}

function newSecond(late = false): Counting {
  return { sent: 0, heldBack: 0, answers: {}, acceptedMs: [], late };
}

async function run({ url, name, shape, connections, perSecond, seconds }: Load): Promise<void> {
  const template = new BatchTemplate(shape);
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  let current = newSecond();
  let number = 0;
  const waiting = new Set<Promise<void>>();

  async function send(): Promise<void> {
    const session = `${name}-${Math.floor(number / REQUESTS_PER_SESSION)}-`.padEnd(SESSION_ID_LENGTH, 'x');
    const { body } = template.fill(session, `${name}/${number++}`);
    current.sent++;
    const answer = await ask(url, { method: 'POST', headers: HEADERS, body, agent, timeoutMs: TIMEOUT_MS });
    const word = wordOf(answer);
    current.answers[word] = (current.answers[word] ?? 0) + 1;
    if (answer.status === 200) current.acceptedMs.push(answer.ms);
  }

  function begin(): void {
    const sending = send().finally(() => waiting.delete(sending));
    waiting.add(sending);
  }

  const begun = performance.now();
  const report = setInterval(() => {
    process.send?.(current);
    current = newSecond();
  }, 1000);
  let skipped = 0;
  while (performance.now() - begun < seconds * 1000) {
    const free = connections - waiting.size;
    const due =
      perSecond === null ? free : Math.floor(((performance.now() - begun) / 1000) * perSecond) - number - skipped;
    for (let i = 0; i < Math.min(due, free); i++) begin();
    const heldBack = Math.max(0, due - free);
    skipped += heldBack;
    current.heldBack += heldBack;
    if (perSecond === null) await Promise.race(waiting);
    else await sleep(TICK_MS);
  }
  clearInterval(report);
  process.send?.(current);
  current = newSecond(true);
  await Promise.all(waiting);
  process.send?.(current);
  agent.destroy();
  process.disconnect();
}

await run(JSON.parse(process.argv[2] ?? '{}') as Load);
