import { type ChildProcess, fork } from 'node:child_process';
import type { FromSender, LoadJob, LoadReport, ToSender, Until } from './load-job';

/** A sender whose requests are prepared. */
export interface ReadySender {
  /** Sends; resolves when the last request is acknowledged. @throws when a request was refused for good. */
  send(until: Until): Promise<LoadReport>;
  end(): void;
}

/** Starts a process of its own for a load and waits until its requests are prepared. */
export async function startSender(job: LoadJob): Promise<ReadySender> {
  const child = fork(new URL('./sender.ts', import.meta.url), {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    serialization: 'advanced',
  });
  const ready = nextMessage(child);
  tell(child, { do: 'prepare', job });
  expectMessage(await ready, 'ready');
  return {
    async send(until) {
      const done = nextMessage(child);
      tell(child, { do: 'send', until });
      return expectMessage(await done, 'done').report;
    },
    end: () => tell(child, { do: 'end' }),
  };
}

function tell(child: ChildProcess, message: ToSender): void {
  child.send(message);
}

function nextMessage(child: ChildProcess): Promise<FromSender> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null) => reject(new Error(`a sender ended with ${code}`));
    child.once('exit', ended);
    child.once('message', (message) => {
      child.off('exit', ended);
      resolve(message as FromSender);
    });
  });
}

function expectMessage<K extends FromSender['is']>(message: FromSender, kind: K): Extract<FromSender, { is: K }> {
  if (message.is === 'failed') throw new Error(message.reason);
  if (message.is !== kind) throw new Error(`a sender said ${message.is}, not ${kind}`);
  return message as Extract<FromSender, { is: K }>;
}
