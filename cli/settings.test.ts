import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readSettings } from './settings';

const envFile = join(mkdtempSync(join(tmpdir(), 'baggage-claim-')), '.env');
writeFileSync(envFile, '# a comment\nPORT=4001\nHOST=10.0.0.1\nDATABASE_URL="file:./my data/x.db"\n');

it('a flag wins over the environment, the environment over .env, .env over the default', () => {
  const settings = readSettings({ port: '4003' }, { PORT: '4002', HOST: '10.0.0.2' }, envFile);
  expect(settings).toMatchObject({
    port: 4003,
    host: '10.0.0.2',
    database: { engine: 'sqlite', file: './my data/x.db' },
    graceMs: 10_000,
  });
});

it('--otlp-port off opens no second port', () => {
  expect(readSettings({ otlpPort: 'off' }, {}, 'no such file').otlpPort).toBeNull();
});

it('--db takes a file or the address of a PostgreSQL database', () => {
  const databaseOf = (db: string) => readSettings({ db }, {}, 'no such file').database;
  expect(databaseOf('x.db')).toEqual({ engine: 'sqlite', file: 'x.db' });
  expect(databaseOf('postgres://me@db/x')).toMatchObject({ engine: 'postgresql', url: 'postgres://me@db/x' });
});

it('a wrong address is told without its password', () => {
  const refused = (url: string) => expect(() => readSettings({}, { DATABASE_URL: url }, 'no such file'));
  refused('postgresql://me:pass/word@db/x').toThrow('DATABASE_URL="postgresql://me:***@db/x" is not usable');
  refused('mysql://me:password@db/x').toThrow('DATABASE_URL="mysql://me:***@db/x" is not usable');
});

it('a wrong flag is named by its setting', () => {
  expect(() => readSettings({ port: 'eighty' }, {}, 'no such file')).toThrow('PORT="eighty" is not usable');
});
