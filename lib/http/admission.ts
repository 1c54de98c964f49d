import 'server-only';
import { AppError } from '../domain/errors';

/** How much of all export requests may wait or be worked on at one time. */
export interface QueueLimits {
  readonly queueBytes: number;
  readonly queueRequests: number;
}

/** One request's place in the account. */
export interface Admitted {
  /**
   * Counts bytes that have arrived.
   * @throws AppError `overloaded` when they are more than is reserved and more than there is room for.
   */
  count(bytes: number): void;
  /** Gives the place back; once. */
  leave(): void;
}

/** A client that announces much and sends nothing must not hold the room of others. Nearly every export is smaller. */
const RESERVED_AHEAD = 1024 * 1024;

/**
 * The account of what is waiting or in work, shared by all ports: memory is bounded by what is let in, not by what is
 * sent. A request is always let in when it is the only one, however large it is.
 */
export class Admission {
  readonly #limits: QueueLimits;
  #bytes = 0;
  #requests = 0;

  constructor(limits: QueueLimits) {
    this.#limits = limits;
  }

  /**
   * @param announced length of the body by its header; 0 when it does not say.
   * @throws AppError `overloaded` when there is no room now.
   */
  enter(announced: number): Admitted {
    if (this.#requests > 0 && this.#requests >= this.#limits.queueRequests) throw overloaded();
    this.#checkRoom(announced, this.#requests === 0);
    let arrived = 0;
    let reserved = Math.min(announced, RESERVED_AHEAD);
    this.#bytes += reserved;
    this.#requests++;
    return {
      count: (bytes) => {
        arrived += bytes;
        if (arrived <= reserved) return;
        this.#checkRoom(arrived - reserved, this.#requests === 1);
        this.#bytes += arrived - reserved;
        reserved = arrived;
      },
      leave: () => {
        this.#bytes -= reserved;
        this.#requests--;
      },
    };
  }

  #checkRoom(bytes: number, alone: boolean): void {
    if (!alone && this.#bytes + bytes > this.#limits.queueBytes) throw overloaded();
  }
}

function overloaded(): AppError {
  return new AppError('overloaded', 'Too many spans are waiting here; send these again in a moment.');
}
