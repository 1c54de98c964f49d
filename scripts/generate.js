/** `npm run generate`: the database clients, one for each engine, from one schema. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const prisma = join(dirname(createRequire(import.meta.url).resolve('prisma/package.json')), 'build/index.js');

/** Prisma wants the engine's name to stand in the schema, so that two engines are two schemas. */
const POSTGRES = [
  ['provider = "sqlite"', 'provider = "postgresql"'],
  ['"../lib/store/generated"', '"../../lib/store/generated-postgres"'],
];

export function generate() {
  mkdirSync(join(root, 'prisma/postgres'), { recursive: true });
  writeFileSync(join(root, 'prisma/postgres/schema.prisma'), postgresSchema());
  run('--schema=prisma/schema.prisma');
  run('--schema=prisma/postgres/schema.prisma');
}

function postgresSchema() {
  let schema = readFileSync(join(root, 'prisma/schema.prisma'), 'utf8');
  for (const [sqlite, postgres] of POSTGRES) {
    if (!schema.includes(sqlite)) throw new Error(`prisma/schema.prisma does not say ${sqlite}.`);
    schema = schema.replace(sqlite, postgres);
  }
  return `// Made from ../schema.prisma by \`npm run generate\`.\n\n${schema}`;
}

function run(schema) {
  const { status } = spawnSync(process.execPath, [prisma, 'generate', schema, '--no-hints'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, CHECKPOINT_DISABLE: '1' },
  });
  if (status !== 0) process.exit(status ?? 1);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) generate();
