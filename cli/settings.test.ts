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

it('a wrong flag is named by its setting', () => {
  expect(() => readSettings({ port: 'eighty' }, {}, 'no such file')).toThrow('PORT="eighty" is not usable');
});
