import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What goes wrong in a process from now on. */
export interface Faults {
  /** Error of every write to a file. */
  readonly write?: ErrorName;
  /** Error of every fsync. */
  readonly sync?: ErrorName;
  /** Error of opening a file for writing. */
  readonly open?: ErrorName;
  /** How far the clock is off. */
  readonly clockSeconds?: number;
}

export type ErrorName = 'EIO' | 'ENOSPC' | 'EROFS';

/** A process started with this environment fails as told. */
export interface FailingCalls {
  readonly environment: Readonly<Record<string, string>>;
  set(faults: Faults): void;
  remove(): void;
}

const SOURCE = fileURLToPath(new URL('failing-calls.c', import.meta.url));

/** Builds what stands between a process and the C library; null where there is no C compiler. */
export function buildFailingCalls(): FailingCalls | null {
  const folder = mkdtempSync(join(tmpdir(), 'baggage-claim-failing-'));
  const library = join(folder, 'failing-calls.so');
  const { status } = spawnSync('cc', ['-shared', '-fPIC', '-O2', '-o', library, SOURCE, '-ldl']);
  const remove = () => rmSync(folder, { recursive: true, force: true });
  if (status !== 0) {
    remove();
    return null;
  }
  const file = join(folder, 'faults');
  const set = ({ write, sync, open, clockSeconds = 0 }: Faults) => {
    const numbers = [codeOf(write), codeOf(sync), codeOf(open), BigInt(clockSeconds)];
    // In place: the process has this very file mapped.
    writeFileSync(file, new Uint8Array(BigInt64Array.from(numbers).buffer), { flag: 'r+' });
  };
  writeFileSync(file, new Uint8Array(4 * BigInt64Array.BYTES_PER_ELEMENT));
  return { environment: { LD_PRELOAD: library, FAULTS_FILE: file }, set, remove };
}

function codeOf(name: ErrorName | undefined): bigint {
  return name === undefined ? 0n : BigInt(constants.errno[name]);
}
