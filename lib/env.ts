import { availableParallelism } from 'node:os';
import { z } from 'zod';

const port = z.coerce.number().int().min(0).max(65_535);
const bytes = z.coerce
  .number()
  .int()
  .min(1024)
  .max(2 ** 31 - 1);

/** `*`, or origins separated by commas, or nothing. */
const ORIGINS = /^\s*(?:\*|(?:https?:\/\/[^\s,/*]+(?:\s*,\s*https?:\/\/[^\s,/*]+)*)?)\s*$/i;

/** `*`, or names without ports separated by commas, or nothing. */
const HOST_NAMES = /^\s*(?:\*|(?:[^\s,:/*]+(?:\s*,\s*[^\s,:/*]+)*)?)\s*$/;

const FILE = 'file:';

/** The password in what was meant to be a URL. */
const PASSWORD = /(\/\/?[^:@/]*:).*@/;

/** Every setting, its default and what it accepts; documented for people in `.env.example`. */
const environmentSchema = z.object({
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: port.default(3000),
  OTLP_PORT: z.union([z.literal(''), port]).default(4318),
  DATABASE_URL: z
    .string()
    .regex(
      /^(?:file:.+|postgres(?:ql)?:\/\/.+)/,
      'expected file:<path> or postgresql://user:password@host:port/database',
    )
    .refine(
      (url) => url.startsWith(FILE) || URL.canParse(url),
      'write /, @, # and other signs in user and password as %2F, %40, %23',
    )
    .default('file:./data/baggage-claim.db'),
  DATABASE_CONNECTIONS: z.coerce.number().int().min(8).max(1000).default(20),
  MAX_BODY_BYTES: bytes.default(64 * 1024 * 1024),
  QUEUE_BYTES: bytes.default(8 * 1024 * 1024),
  QUEUE_REQUESTS: z.coerce.number().int().min(1).max(100_000).default(512),
  CORS_ORIGINS: z
    .string()
    .regex(ORIGINS, 'expected *, or origins such as https://app.example.org separated by commas, or nothing')
    .default('*'),
  ALLOWED_HOSTS: z
    .string()
    .regex(HOST_NAMES, 'expected *, or names without ports such as claims.example.org separated by commas, or nothing')
    .default(''),
  INGEST_THREADS: z.coerce.number().int().min(1).max(64).default(Math.min(8, availableParallelism())),
  RETENTION_DAYS: z.union([z.literal(''), z.coerce.number().positive().max(36_500)]).default(''),
  RETENTION_RUNS: z.union([z.literal(''), z.coerce.number().int().min(1).max(1_000_000)]).default(''),
  GRACE_SECONDS: z.coerce.number().min(0).max(3600).default(10),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
});

/** Where the data is kept, and by which engine. */
export type DatabaseLocation =
  | { readonly engine: 'sqlite'; readonly file: string }
  | {
      readonly engine: 'postgresql';
      readonly url: string;
      /** Most connections to have open. */
      readonly connections: number;
    };

/** What is removed by itself; null for nothing. */
export interface Retention {
  /** Days after the last reception. */
  readonly days: number | null;
  /** Newest runs that stay in each project. */
  readonly runs: number | null;
}

export interface Config {
  readonly host: string;
  readonly port: number;
  /** null: no second listener. */
  readonly otlpPort: number | null;
  readonly database: DatabaseLocation;
  /** Threads that decode, route and judge spans. */
  readonly ingestThreads: number;
  /** Largest request body, counted as it arrives and again after decompression. */
  readonly maxBodyBytes: number;
  /** Most bytes of export requests, as they came, that may wait or be worked on at one time. */
  readonly queueBytes: number;
  /** Most export requests that may wait or be worked on at one time. */
  readonly queueRequests: number;
  /** Origins of the web pages that may export from a browser. */
  readonly corsOrigins: readonly string[] | '*';
  /** Names by which a server without keys may be reached, besides those that only this machine can give it. */
  readonly allowedHosts: readonly string[] | '*';
  /** How long a session must be quiet before its missing parents count as missing, in milliseconds. */
  readonly graceMs: number;
  readonly retention: Retention;
  readonly logLevel: z.infer<typeof environmentSchema>['LOG_LEVEL'];
}

/** A setting that can not be used; the message is one line for the person who set it. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/**
 * Settings from environment variables.
 * @throws ConfigError naming the variable, the value and what is accepted.
 */
export function parseEnvironment(environment: Readonly<Record<string, string | undefined>>): Config {
  const result = environmentSchema.safeParse(environment);
  if (!result.success) {
    const issue = result.error.issues[0];
    const name = String(issue?.path[0]);
    const value = JSON.stringify(environment[name])?.replace(PASSWORD, '$1***@');
    throw new ConfigError(`${name}=${value} is not usable: ${issue?.message}`);
  }
  const settings = result.data;
  return {
    host: settings.HOST,
    port: settings.PORT,
    otlpPort: settings.OTLP_PORT === '' ? null : settings.OTLP_PORT,
    database: databaseOf(settings.DATABASE_URL, settings.DATABASE_CONNECTIONS),
    ingestThreads: settings.INGEST_THREADS,
    maxBodyBytes: settings.MAX_BODY_BYTES,
    queueBytes: settings.QUEUE_BYTES,
    queueRequests: settings.QUEUE_REQUESTS,
    corsOrigins: listOrAll(settings.CORS_ORIGINS),
    allowedHosts: listOrAll(settings.ALLOWED_HOSTS.toLowerCase()),
    graceMs: settings.GRACE_SECONDS * 1000,
    retention: { days: settings.RETENTION_DAYS || null, runs: settings.RETENTION_RUNS || null },
    logLevel: settings.LOG_LEVEL,
  };
}

function listOrAll(text: string): readonly string[] | '*' {
  const parts = text.split(',').map((part) => part.trim());
  return parts[0] === '*' ? '*' : parts.filter((part) => part !== '');
}

function databaseOf(url: string, connections: number): DatabaseLocation {
  if (url.startsWith(FILE)) return { engine: 'sqlite', file: url.slice(FILE.length) };
  return { engine: 'postgresql', url, connections };
}
