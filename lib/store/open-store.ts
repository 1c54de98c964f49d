import 'server-only';
import { accessSync, constants, mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PrismaLibSql } from '@prisma/adapter-libsql';
import { ConfigError } from '../env';
import { DatabaseStore } from './database-store';
import { PrismaClient } from './generated/client';
import { migrate } from './migrate';

import { SqlConnection } from './sql-connection';
import { SqliteReadEngine, SqliteWriteEngine } from './sqlite-engine';
import type { Store } from './store';
import { StoreWriter } from './store-writer';

/** Larger than the default: spans with their events insert a third faster. Takes effect in a new file only. */
const PAGE_BYTES = 8192;
/** Pages in the log (32 MB) before they are copied into the database: four times the default, so a quarter as often. */
const CHECKPOINT_PAGES = 4000;

export interface StoreOptions {
  /** Path of the embedded database; made, with its folder, when it is not there. */
  readonly databaseFile: string;
  /** Folder with Prisma's migrations. */
  readonly migrationsDir: string;
}

/**
 * Opens the embedded database, made or migrated as needed.
 * @throws ConfigError, one line, when the folder can not be written, the file is no database, or a newer program made it.
 */
export async function openStore({ databaseFile, migrationsDir }: StoreOptions): Promise<Store> {
  const file = resolve(databaseFile);
  checkFolder(dirname(file));
  const writing = openDatabase(file, migrationsDir);
  const reading = new SqlConnection(file);
  // The driver's defaults do not fit: no waiting for locks, and an error on integers beyond 2^53.
  const adapter = new PrismaLibSql({ url: pathToFileURL(file).href, intMode: 'bigint', timeout: 5000 });
  const writer = new StoreWriter(new SqliteWriteEngine(writing));
  return new DatabaseStore(new PrismaClient({ adapter }), new SqliteReadEngine(reading), writer);
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
