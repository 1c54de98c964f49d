/** Nanoseconds since the Unix epoch. Always a bigint: a double loses the last three digits. */
export type UnixNano = bigint;

const NANOS_PER_MILLI = 1_000_000n;

/** Unix milliseconds with a fraction, as stored events carry them (HoneyHive `start_time`). */
export function unixNanoToMillis(nano: UnixNano): number {
  return Number(nano / NANOS_PER_MILLI) + Number(nano % NANOS_PER_MILLI) / 1e6;
}

/** Whole Unix milliseconds to nanoseconds. */
export function millisToUnixNano(millis: number): UnixNano {
  return BigInt(Math.trunc(millis)) * NANOS_PER_MILLI;
}

/** Milliseconds between two instants; negative when the end lies before the start. */
export function durationMs(start: UnixNano, end: UnixNano): number {
  return Number(end - start) / 1e6;
}
