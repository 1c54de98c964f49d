import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'dotenv';
import { type Config, parseEnvironment } from '../lib/env';

type Environment = Readonly<Record<string, string | undefined>>;

/** Flags of `serve`, as typed. */
export interface ServeFlags {
  readonly port?: string;
  readonly host?: string;
  readonly otlpPort?: string;
  readonly db?: string;
  readonly sample?: boolean;
  readonly dev?: boolean;
}

/**
 * Settings by precedence: flags, environment, `.env` in the current folder, defaults.
 * @throws ConfigError for the first that can not be used.
 */
export function readSettings(flags: ServeFlags, environment: Environment, envFile: string): Config {
  const fromFile = existsSync(envFile) ? parse(readFileSync(envFile)) : {};
  return parseEnvironment({ ...fromFile, ...environment, ...fromFlags(flags) });
}

const POSTGRES = /^postgres(?:ql)?:/;

function fromFlags({ port, host, otlpPort, db }: ServeFlags): Record<string, string> {
  return {
    ...(port === undefined ? {} : { PORT: port }),
    ...(host === undefined ? {} : { HOST: host }),
    ...(otlpPort === undefined ? {} : { OTLP_PORT: otlpPort === 'off' ? '' : otlpPort }),
    ...(db === undefined ? {} : { DATABASE_URL: POSTGRES.test(db) ? db : `file:${db}` }),
  };
}
