import 'server-only';
import { unixNanoToMillis } from '../../domain/time';

/** First instant of year 0 and last millisecond of year 9999: RFC 3339 can not write what lies outside. */
const EARLIEST_MS = -62_167_219_200_000;
const LATEST_MS = 253_402_300_799_999;

/** RFC 3339, or null for what is no point in time. Clients send anything as `start_time`. */
export function toTime(unixMs: number): string | null {
  return unixMs >= EARLIEST_MS && unixMs <= LATEST_MS ? new Date(unixMs).toISOString() : null;
}

/** When a session began: its first span, else what its record says; null when neither does. */
export function toStartedAt(firstStartUnixNano: bigint | null, recordStartMs: number): string | null {
  if (firstStartUnixNano !== null && firstStartUnixNano > 0n) return toTime(unixNanoToMillis(firstStartUnixNano));
  return recordStartMs > 0 ? toTime(recordStartMs) : null;
}

/** Milliseconds from the first start to the last end of its spans, else what the record says; null when unknown. */
export function toDurationMs(
  firstStartUnixNano: bigint | null,
  lastEndUnixNano: bigint | null,
  recordDurationMs: number | null,
): number | null {
  if (firstStartUnixNano !== null && lastEndUnixNano !== null && lastEndUnixNano > 0n) {
    return Number(lastEndUnixNano - firstStartUnixNano) / 1e6;
  }
  return recordDurationMs;
}
