import 'server-only';
import { accessSync, constants, mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PrismaLibSql } from '@prisma/adapter-libsql';
import { ConfigError, type DatabaseLocation } from '../env';
import { DatabaseStore } from './database-store';
import { PrismaClient } from './generated/client';
import { IngestStore, type Writer } from './ingest-store';
import { migrate } from './migrate';
import type { ReadEngine } from './read-engine';

import { SqlConnection } from './sql-connection';
import { SqliteReadEngine, SqliteWriteEngine } from './sqlite-engine';
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
  return new DatabaseStore(openPrisma(options.database), openReading(options.database), writing);
}

/** Opens what ingestion needs beside a writer. */
export function openIngestStore({ database }: StoreOptions, writer: Writer): IngestStore {
  return new IngestStore(openReading(database), writer);
}

/**
 * Opens the database for writing, made or migrated as needed: before anything else, and once.
 * @throws ConfigError, one line, when the folder can not be written, the file is no database, or a newer program made it.
 */
export async function openWriter({ database, migrationsDir }: StoreOptions): Promise<StoreWriter> {
  if (database.engine === 'postgresql') throw new ConfigError('PostgreSQL is not built in yet.');
  const file = resolve(database.file);
  checkFolder(dirname(file));
  return new StoreWriter(new SqliteWriteEngine(openDatabase(file, migrationsDir)));
}

function openReading(database: DatabaseLocation): ReadEngine {
  if (database.engine === 'postgresql') throw new ConfigError('PostgreSQL is not built in yet.');
  return new SqliteReadEngine(new SqlConnection(resolve(database.file)));
}

function openPrisma(database: DatabaseLocation): PrismaClient {
  if (database.engine === 'postgresql') throw new ConfigError('PostgreSQL is not built in yet.');
  // The driver's defaults do not fit: no waiting for locks, and an error on integers beyond 2^53.
  const url = pathToFileURL(resolve(database.file)).href;
  return new PrismaClient({ adapter: new PrismaLibSql({ url, intMode: 'bigint', timeout: 5000 }) });
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

function openDatabase(file: string, migrationsDir: string): SqlConnection {
  let database: SqlConnection | undefined;
  try {
    database = new SqlConnection(file);
    database.execute(`PRAGMA page_size = ${PAGE_BYTES}`);
    database.first('PRAGMA journal_mode = WAL', []);
    // Acknowledged means durable: with NORMAL a power cut may take back the last commits.
    database.execute('PRAGMA synchronous = FULL');
    database.first(`PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES}`, []);
    migrate(database, migrationsDir);
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
