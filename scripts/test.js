/** `npm test`: every check there is, in the order in which they fail fastest. Stops at the first that fails. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { findBrowser } from './find-browser.js';

const root = fileURLToPath(new URL('..', import.meta.url));

const STEPS = [
  ['generate the database client', 'npm', ['run', '--silent', 'generate']],
  ['types', 'npm', ['run', '--silent', 'typecheck']],
  ['lint', 'npm', ['run', '--silent', 'lint']],
  ['layers', 'npm', ['run', '--silent', 'layers']],
  ['dead code', 'npm', ['run', '--silent', 'dead']],
  ['unit, store and handler tests', 'npm', ['run', '--silent', 'unit']],
  ['build', 'npm', ['run', '--silent', 'build']],
  ['browser and end-to-end tests', 'npm', ['run', '--silent', 'e2e']],
];

const browser = findBrowser();
if (browser === undefined) {
  console.error('No Chromium: install one (Debian: apt-get install chromium) or set CHROMIUM_PATH to it.');
  process.exit(1);
}
const env = {
  ...process.env,
  CHROMIUM_PATH: browser,
  NEXT_TELEMETRY_DISABLED: '1',
};

for (const [title, command, args] of STEPS) {
  console.log(`\n── ${title}`);
  const started = performance.now();
  const { status, signal } = spawnSync(command, args, {
    cwd: root,
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  if (status !== 0) {
    console.error(`\n✗ ${title} failed after ${seconds} s${signal ? ` (${signal})` : ''}`);
    process.exit(1);
  }
  console.log(`✓ ${title}: ${seconds} s`);
}
console.log('\nAll checks passed.');
