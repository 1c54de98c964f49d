import 'server-only';
import { accessSync, constants, mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PrismaLibSql } from '@prisma/adapter-libsql';
import { ConfigError, type DatabaseLocation } from '../env';
import { commitsBehindDamage } from './check-log';
import { DatabaseStore } from './database-store';
import { PrismaClient } from './generated/client';
import { IngestStore, type Writer } from './ingest-store';
import { migrate } from './migrate';
import { type PrismaDatabase, SQLITE_DIALECT } from './prisma-database';
import type { ReadEngine } from './read-engine';
import { SqlConnection } from './sql-connection';
import { SqliteReadEngine, SqliteWriteEngine } from './sqlite-engine';
import { SqliteMigratable } from './sqlite-migratable';
import type { Store } from './store';
import { StoreWriter } from './store-writer';

/** Larger than the default: spans with their events insert a third faster. Takes effect in a new file only. */
const PAGE_BYTES = 8192;
/** Pages in the log (32 MB) before they are copied into the database: four times the default, so a quarter as often. */
const CHECKPOINT_PAGES = 4000;

export interface StoreOptions {
  readonly database: DatabaseLocation;
  /** Folder with Prisma's migrations. */
  readonly migrationsDir: string;
}

/** Opens a whole store in this thread; `writer` when another one writes. */
export async function openStore(options: StoreOptions, writer?: Writer): Promise<Store> {
  const writing = writer ?? (await openWriter(options));
  const { database } = options;
  if (database.engine === 'sqlite')
    return new DatabaseStore(openPrisma(database.file), openReading(database.file), writing);
  const { openPostgresPrisma, openPostgresReading } = await postgres();
  const forLists = Math.max(1, Math.floor(database.connections / 2));
  const forReading = Math.max(1, database.connections - forLists);
  return new DatabaseStore(openPostgresPrisma(database, forLists), openPostgresReading(database, forReading), writing);
}

/** Opens what ingestion needs beside a writer. */
export async function openIngestStore({ database }: StoreOptions, writer: Writer): Promise<IngestStore> {
  if (database.engine === 'sqlite') return new IngestStore(openReading(database.file), writer);
  const { openPostgresReading } = await postgres();
  return new IngestStore(openPostgresReading(database, database.connections), writer);
}

/**
 * Opens the database for writing, made or migrated as needed: before anything else, and once.
 * @param warn told in one line of damage that can not be undone.
 * @throws ConfigError, one line, when the database can not be used or reached, or a newer program made it.
 */
export async function openWriter(
  { database, migrationsDir }: StoreOptions,
  warn: (message: string) => void = () => undefined,
): Promise<StoreWriter> {
  if (database.engine === 'postgresql') return (await postgres()).openPostgresWriter(database, migrationsDir);
  const file = resolve(database.file);
  checkFolder(dirname(file));
  const dropped = commitsBehindDamage(file);
  if (dropped > 0) {
    warn(
      `${file}-wal is damaged in the middle: ${dropped} commits behind the damage are lost; restore a backup if you can.`,
    );
  }
  return new StoreWriter(new SqliteWriteEngine(await openDatabase(file, migrationsDir)));
}

/** Loaded only where it is used: its driver and client take a quarter of a second. */
function postgres() {
  return import('./open-postgres');
}

function openReading(file: string): ReadEngine {
  return new SqliteReadEngine(new SqlConnection(resolve(file)));
}

function openPrisma(file: string): PrismaDatabase {
  // The driver's defaults do not fit: no waiting for locks, and an error on integers beyond 2^53.
  const url = pathToFileURL(resolve(file)).href;
  const client = new PrismaClient({ adapter: new PrismaLibSql({ url, intMode: 'bigint', timeout: 5000 }) });
  return { client, dialect: SQLITE_DIALECT };
}

function checkFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new ConfigError(
      `The data folder ${folder} can not be written (${codeOf(error)}); set DATABASE_URL to another.`,
    );
  }
}

async function openDatabase(file: string, migrationsDir: string): Promise<SqlConnection> {
  let database: SqlConnection | undefined;
  try {
    database = new SqlConnection(file);
    database.execute(`PRAGMA page_size = ${PAGE_BYTES}`);
    database.first('PRAGMA journal_mode = WAL', []);
    // Acknowledged means durable: with NORMAL a power cut may take back the last commits.
    database.execute('PRAGMA synchronous = FULL');
    // What is deleted or replaced is overwritten, so that what is erased does not lie in the file until it is needed.
    database.first('PRAGMA secure_delete = ON', []);
    database.first(`PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES}`, []);
    await migrate(new SqliteMigratable(database), migrationsDir);
    return database;
  } catch (error) {
    database?.close();
    if (error instanceof ConfigError) throw error;
    throw new ConfigError(
      `${file} can not be used as a database: ${reasonOf(error)}; set DATABASE_URL to another file.`,
      {
        cause: error,
      },
    );
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
}
