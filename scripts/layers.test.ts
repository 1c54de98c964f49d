import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const cruiser = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(root, 'lib/domain/planted-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function cruise(target: string): string {
  return spawnSync(process.execPath, [cruiser, '--config', '.dependency-cruiser.cjs', target], {
    cwd: root,
    encoding: 'utf8',
  }).stdout;
}

test('a domain file that imports React or Node is reported', () => {
  writeFileSync(join(folder, 'planted.ts'), "import 'react';\nimport 'node:fs';\n");
  const report = cruise(folder);
  expect(report).toContain('domain-knows-nobody');
  expect(report).toContain('pure-core');
});

test('the checker really reads our TypeScript', () => {
  const output = execFileSync(
    process.execPath,
    [cruiser, '--config', '.dependency-cruiser.cjs', '--output-type', 'json', 'lib/domain'],
    { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  );
  expect((JSON.parse(output) as { modules: unknown[] }).modules.length).toBeGreaterThan(10);
});
