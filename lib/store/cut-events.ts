import { Buffer } from 'node:buffer';
import { packBytes, unpackBytes } from './packed-bytes';

/** Taking events out of what packed-events.ts packed, without reading them. */

/** @returns null when none is left. */
export function withoutEvents(packed: Uint8Array, erased: ReadonlySet<number>): Uint8Array | null {
  const [head = '[]', ...lines] = unpackBytes(packed).toString().split('\n');
  const ordinals = parseOrdinals(head);
  const left = ordinals.filter((ordinal) => !erased.has(ordinal));
  if (left.length === 0) return null;
  const keptLines = lines.filter((_, index) => !erased.has(ordinals[index] as number));
  return packBytes(Buffer.from([JSON.stringify(left), ...keptLines].join('\n')));
}

/** True when a delivery has events of other spans than these. */
export function hasOtherEvents(packed: Uint8Array, these: ReadonlySet<number>): boolean {
  const bytes = unpackBytes(packed);
  const head = bytes.subarray(0, bytes.indexOf('\n'));
  return parseOrdinals(head.toString()).some((ordinal) => !these.has(ordinal));
}

function parseOrdinals(line: string): readonly number[] {
  return JSON.parse(line) as readonly number[];
}
