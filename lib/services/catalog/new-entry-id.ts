import 'server-only';
import { randomBytes, randomInt } from 'node:crypto';

const PROCESS = randomBytes(5).toString('hex');
const COUNTER_END = 2 ** 24;
let counter = randomInt(COUNTER_END / 2);

/**
 * An id for a new entry: 24 hex digits, as HoneyHive's are and its clients make them. Seconds, process and a counter, so
 * that entries made at one moment are listed in the order in which they were made.
 */
export function newEntryId(now: Date): string {
  counter = (counter + 1) % COUNTER_END;
  const seconds = Math.floor(now.getTime() / 1000) % 2 ** 32;
  return `${hex(seconds, 8)}${PROCESS}${hex(counter, 6)}`;
}

function hex(number: number, digits: number): string {
  return number.toString(16).padStart(digits, '0');
}
