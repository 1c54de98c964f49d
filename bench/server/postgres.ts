import { type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants, readdirSync } from 'node:fs';
import { chmod, chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { freePort } from '../../e2e/server';

/** A PostgreSQL server in which databases can be made. */
export interface Postgres {
  /** Path of psql, or null where there is none. */
  readonly psql: string | null;
  /** Makes an empty database. @returns its URL */
  makeDatabase(name: string): Promise<string>;
  stop(): Promise<void>;
}

/** Debian keeps the server's programs off the PATH, in a folder per version. */
const DEBIAN = '/usr/lib/postgresql';
/** The server refuses to run as root; `nobody` is on every Linux. */
const NOBODY = 65_534;
const START_MS = 20_000;

function programFolders(): readonly string[] {
  let versions: string[] = [];
  try {
    versions = readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a));
  } catch {
    // Not Debian.
  }
  return [...versions.map((version) => join(DEBIAN, version, 'bin')), ...(process.env.PATH ?? '').split(delimiter)];
}

function findProgram(name: string): string | null {
  const isProgram = (path: string) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  };
  return (
    programFolders()
      .map((folder) => join(folder, name))
      .find(isProgram) ?? null
  );
}

/**
 * A PostgreSQL to measure with: the one of `BENCH_DATABASE_URL`, else one started here in a new folder; null when there
 * is neither. Databases in the former are made beside the named one and dropped at the end.
 */
export async function openPostgres(url: string | undefined): Promise<Postgres | null> {
  const psql = findProgram('psql');
  if (url !== undefined) return psql === null ? null : postgresAt(url, psql);
  const initdb = findProgram('initdb');
  const postgres = findProgram('postgres');
  if (initdb === null || postgres === null || psql === null) return null;
  return startPostgres({ initdb, postgres, psql });
}

function postgresAt(url: string, psql: string): Postgres {
  const made: string[] = [];
  return {
    psql,
    async makeDatabase(name) {
      await run(psql, [url, '-qc', `DROP DATABASE IF EXISTS ${name}`, '-c', `CREATE DATABASE ${name}`]);
      made.push(name);
      const own = new URL(url);
      own.pathname = `/${name}`;
      return own.href;
    },
    async stop() {
      for (const name of made) await run(psql, [url, '-qc', `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`]);
    },
  };
}

interface Programs {
  readonly initdb: string;
  readonly postgres: string;
  readonly psql: string;
}

async function startPostgres({ initdb, postgres, psql }: Programs): Promise<Postgres> {
  const folder = await mkdtemp(join(tmpdir(), 'baggage-claim-bench-pg-'));
  const isRoot = userInfo().uid === 0;
  if (isRoot) await chown(folder, NOBODY, NOBODY);
  await chmod(folder, 0o700);
  const asUser: SpawnOptions = isRoot ? { uid: NOBODY, gid: NOBODY, cwd: folder } : { cwd: folder };
  const data = join(folder, 'data');
  await run(initdb, ['-D', data, '-U', 'bench', '--auth=trust', '-E', 'UTF8', '--no-locale', '--no-sync'], asUser);
  const port = await freePort();
  const server = spawn(postgres, ['-D', data, '-k', folder, '-h', '127.0.0.1', '-p', String(port)], {
    ...asUser,
    stdio: 'ignore',
  });
  const ended = once(server, 'exit');
  const url = `postgresql://bench@127.0.0.1:${port}/postgres`;
  const deadline = Date.now() + START_MS;
  for (;;) {
    const isReady = await run(psql, [url, '-qc', 'SELECT 1']).then(
      () => true,
      () => false,
    );
    if (isReady) break;
    if (Date.now() > deadline) throw new Error('PostgreSQL did not start');
    await setTimeout(200);
  }
  return {
    ...postgresAt(url, psql),
    async stop() {
      server.kill('SIGINT');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function run(program: string, args: readonly string[], options: SpawnOptions = {}): Promise<void> {
  const child = spawn(program, args, { ...options, stdio: 'ignore' });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`${program} ended with ${code}`);
}
