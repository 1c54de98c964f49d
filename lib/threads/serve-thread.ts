import { isMainThread, MessagePort, parentPort } from 'node:worker_threads';
import { serveCalls } from './calls';
import type { Greeting } from './thread';

/** The inside of a {@link Thread}: opens what it serves, says so, and answers on every port it is given. */
export async function serveThread(open: () => Promise<object>): Promise<void> {
  if (isMainThread || parentPort === null) throw new Error('This program is a thread of another.');
  try {
    const target = await open();
    parentPort.on('message', (port: unknown) => {
      if (port instanceof MessagePort) serveCalls(port, target);
    });
    parentPort.postMessage({ ready: true } satisfies Greeting);
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    parentPort.postMessage({ refused: { name, message } } satisfies Greeting);
  }
}
