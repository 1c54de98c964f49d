/** OTLP times are unsigned 64-bit, database integers signed: the same bits, so that hostile times survive too. */
export function toInt64(unsigned: bigint): bigint {
  return BigInt.asIntN(64, unsigned);
}

/** The unsigned number behind a stored one. */
export function fromInt64(stored: bigint): bigint {
  return BigInt.asUintN(64, stored);
}
