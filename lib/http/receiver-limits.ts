import 'server-only';
import type { QueueLimits } from './admission';
import type { Pace } from './read-body';

/** Every limit of the receiver. What of it matters to clients is told at `/limits`. */
export interface ReceiverLimits extends QueueLimits {
  /** For a body, as it comes and after decompression. */
  readonly maxBodyBytes: number;
  readonly maxHeaderBytes: number;
  /** Time for the headers of a request to come. */
  readonly headersMs: number;
  readonly pace: Pace;
}

/** Those that are not settings: no exporter comes near them. */
export const FIXED_LIMITS = {
  maxHeaderBytes: 32 * 1024,
  headersMs: 20_000,
  pace: { graceMs: 10_000, bytesPerSecond: 8 * 1024, totalMs: 110_000 },
} as const;
