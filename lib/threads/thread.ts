import { MessageChannel, type MessagePort, type ResourceLimits, Worker } from 'node:worker_threads';
import { ConfigError } from '../env';

/** What a thread says when it is ready, or why it can not be. */
export type Greeting =
  | { readonly ready: true }
  | { readonly refused: { readonly name: string; readonly message: string } };

export interface ThreadOptions {
  /** The bundled program of the thread. */
  readonly file: string;
  readonly workerData: unknown;
  readonly transfer?: readonly MessagePort[];
  readonly resourceLimits?: ResourceLimits;
  /** Called once when the thread ends without having been told to. */
  onLost(error: Error): void;
}

/** A thread of this process that serves calls on ports. */
export class Thread {
  readonly #worker: Worker;

  private constructor(worker: Worker) {
    this.#worker = worker;
  }

  /** Resolves when the thread is ready. @throws ConfigError when it can not use what the configuration says. */
  static async start({ file, workerData, transfer = [], resourceLimits = {}, onLost }: ThreadOptions): Promise<Thread> {
    const worker = new Worker(file, { workerData, transferList: [...transfer], resourceLimits });
    let lost: Error | undefined;
    worker.on('error', (error) => {
      lost = error;
    });
    await new Promise<void>((resolve, reject) => {
      worker.once('message', (greeting: Greeting) => {
        if ('ready' in greeting) resolve();
        else reject(toError(greeting.refused));
      });
      worker.once('exit', (code) => reject(lost ?? new Error(`A thread ended with ${code} before it was ready.`)));
    });
    const thread = new Thread(worker);
    worker.once('exit', (code) => {
      if (!thread.#stopping) onLost(lost ?? new Error(`A thread ended with ${code}.`));
    });
    return thread;
  }

  #stopping = false;

  /** A port on which the thread serves calls; its other end may be given to another thread. */
  connect(): MessagePort {
    const { port1, port2 } = new MessageChannel();
    this.#worker.postMessage(port2, [port2]);
    return port1;
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#worker.terminate();
  }
}

function toError({ name, message }: { readonly name: string; readonly message: string }): Error {
  return name === 'ConfigError' ? new ConfigError(message) : Object.assign(new Error(message), { name });
}
