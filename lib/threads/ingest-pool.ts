import { AppError } from '../domain/errors';
import type { ExportOutcome, SentTraces } from '../services/ingest-export';
import { Caller } from './calls';
import type { Thread } from './thread';

/**
 * Bytes a thread has in work at most, unless a single request is larger: what is decoded takes many times its size,
 * what waits here only that. Enough small requests for the writer to put many into one transaction.
 */
const THREAD_BYTES = 2 ** 20;

interface Waiting {
  readonly size: number;
  resolve(member: Member): void;
  reject(error: Error): void;
}

interface Member {
  readonly thread: Thread;
  readonly caller: Caller;
  /** Bytes given to it and not answered yet. */
  bytes: number;
}

/** Threads that take export requests to the database; each request goes to the one with the least to do. */
export class IngestPool {
  readonly #startThread: (onLost: (error: Error) => void) => Promise<Thread>;
  readonly #log: { error(details: object, message: string): void };
  #members: Member[] = [];
  readonly #waiting: Waiting[] = [];
  #closed = false;

  constructor(
    startThread: (onLost: (error: Error) => void) => Promise<Thread>,
    log: { error(details: object, message: string): void },
  ) {
    this.#startThread = startThread;
    this.#log = log;
  }

  async open(threads: number): Promise<void> {
    await Promise.all(Array.from({ length: threads }, () => this.#addMember()));
  }

  /** @throws AppError as ingestExport does; `unavailable` when its thread dies of it. The bytes are given away. */
  async ingest(sent: SentTraces): Promise<ExportOutcome> {
    const size = sent.bytes.byteLength;
    const member = await new Promise<Member>((resolve, reject) => {
      this.#waiting.push({ size, resolve, reject });
      this.#letIn();
    });
    try {
      return (await member.caller.call('ingest', [sent], [sent.bytes.buffer])) as ExportOutcome;
    } finally {
      member.bytes -= size;
      this.#letIn();
    }
  }

  /** Gives those who wait to the threads that have room, in order. */
  #letIn(): void {
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      const member = this.#memberFor(next.size);
      if (member === undefined) return;
      member.bytes += next.size;
      this.#waiting.shift();
      next.resolve(member);
    }
  }

  /** The thread with the least to do, when it may take so much more. */
  #memberFor(size: number): Member | undefined {
    const [first, ...others] = this.#members;
    if (first === undefined) return undefined;
    const member = others.reduce((least, other) => (other.bytes < least.bytes ? other : least), first);
    return member.bytes === 0 || member.bytes + size <= THREAD_BYTES ? member : undefined;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(this.#members.map(({ thread }) => thread.stop()));
  }

  async #addMember(): Promise<void> {
    const thread = await this.#startThread((error) => this.#replace(thread, error));
    const port = thread.connect();
    this.#members.push({ thread, caller: new Caller(port), bytes: 0 });
    this.#letIn();
  }

  #replace(thread: Thread, error: Error): void {
    const member = this.#members.find((one) => one.thread === thread);
    this.#members = this.#members.filter((one) => one !== member);
    member?.caller.fail(lost());
    if (this.#closed) return;
    this.#log.error({ err: error }, 'an ingest thread was lost');
    this.#addMember().catch((err: unknown) => {
      this.#log.error({ err }, 'an ingest thread could not be replaced');
      if (this.#members.length > 0) return;
      for (const { reject } of this.#waiting.splice(0)) reject(lost());
    });
  }
}

function lost(): AppError {
  return new AppError('unavailable', 'The spans could not be stored just now; send them again.');
}
