import 'server-only';
import { existsSync, readFileSync } from 'node:fs';

const HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;
const MAGIC = 0x377f0682;

/**
 * Looks at a write-ahead log before SQLite does, which takes a damaged frame for the end of the log and drops all behind
 * it without a word. A write cut off by a crash is the last thing in a log: every commit is fsynced before the next one
 * begins. So a whole commit, and more of the same log, behind a frame that is not right was not cut off.
 * @returns how many commits SQLite will drop; 0 for a sound log, a torn end, and no log.
 */
export function commitsBehindDamage(databaseFile: string): number {
  const file = `${databaseFile}-wal`;
  if (!existsSync(file)) return 0;
  const log = readFileSync(file);
  if (log.length < HEADER_BYTES || log.readUInt32BE(0) >>> 1 !== MAGIC >>> 1) return 0;
  const littleEndian = log.readUInt32BE(0) === MAGIC;
  const frameBytes = FRAME_HEADER_BYTES + log.readUInt32BE(8);
  let sums = addUp(log, 0, 24, [0, 0], littleEndian);
  let damaged = !equals(sums, log, 24);
  let behind = 0;
  let lastIsCommit = true;
  for (let at = HEADER_BYTES; at + frameBytes <= log.length; at += frameBytes) {
    // Frames left over from before the log was begun anew have other salts.
    const same = log.compare(log, 16, 24, at + 8, at + 16) === 0;
    if (!damaged) {
      sums = addUp(log, at, 8, sums, littleEndian);
      sums = addUp(log, at + FRAME_HEADER_BYTES, frameBytes - FRAME_HEADER_BYTES, sums, littleEndian);
      damaged = !same || !equals(sums, log, at + 16);
      if (!damaged) continue;
    }
    if (!same) continue;
    lastIsCommit = log.readUInt32BE(at + 4) !== 0;
    if (lastIsCommit) behind++;
  }
  // The last commit may be the one that was cut off.
  return behind > 1 || (behind === 1 && !lastIsCommit) ? behind : 0;
}

type Sums = readonly [number, number];

function addUp(log: Buffer, from: number, length: number, [first, second]: Sums, littleEndian: boolean): Sums {
  let [a, b] = [first, second];
  for (let at = from; at < from + length; at += 8) {
    a = (a + (littleEndian ? log.readUInt32LE(at) : log.readUInt32BE(at)) + b) >>> 0;
    b = (b + (littleEndian ? log.readUInt32LE(at + 4) : log.readUInt32BE(at + 4)) + a) >>> 0;
  }
  return [a, b];
}

function equals([first, second]: Sums, log: Buffer, at: number): boolean {
  return log.readUInt32BE(at) === first && log.readUInt32BE(at + 4) === second;
}
