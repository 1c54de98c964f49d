import { AppError } from '../domain/errors';
import type { ExportOutcome, SentTraces } from '../services/ingest-export';
import { Caller } from './calls';
import type { Thread } from './thread';

/** What an ingest thread serves. */
export interface IngestThread {
  ingest(sent: SentTraces): Promise<ExportOutcome>;
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
    const [first, ...others] = this.#members;
    if (first === undefined) throw new AppError('unavailable', 'Nothing can be stored just now; send the spans again.');
    const member = others.reduce((least, other) => (other.bytes < least.bytes ? other : least), first);
    const size = sent.bytes.byteLength;
    member.bytes += size;
    try {
      return (await member.caller.call('ingest', [sent], [sent.bytes.buffer])) as ExportOutcome;
    } finally {
      member.bytes -= size;
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(this.#members.map(({ thread }) => thread.stop()));
  }

  async #addMember(): Promise<void> {
    const thread = await this.#startThread((error) => this.#replace(thread, error));
    const port = thread.connect();
    this.#members.push({ thread, caller: new Caller(port), bytes: 0 });
  }

  #replace(thread: Thread, error: Error): void {
    const member = this.#members.find((one) => one.thread === thread);
    this.#members = this.#members.filter((one) => one !== member);
    member?.caller.fail(new AppError('unavailable', 'The spans could not be stored just now; send them again.'));
    if (this.#closed) return;
    this.#log.error({ err: error }, 'an ingest thread was lost');
    this.#addMember().catch((err: unknown) => this.#log.error({ err }, 'an ingest thread could not be replaced'));
  }
}
