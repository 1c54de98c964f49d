/** `npm run build`: everything `bin/baggage-claim.js` needs. `npm start` calls it when the sources are newer. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build as bundle, stop } from 'esbuild';
import { generate } from './generate.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const require = createRequire(import.meta.url);

/** What the built program is made of. */
const SOURCES = ['app', 'cli', 'components', 'lib', 'prisma', 'public'];
const SOURCE_FILES = ['next.config.js', 'package-lock.json', 'package.json', 'postcss.config.mjs', 'tsconfig.json'];
/** Made from the others. */
const GENERATED = ['lib/store/generated', 'prisma/postgres/schema.prisma'];
const stampFile = join(root, 'dist', 'built-from');

/** The marker throws outside of React's server bundles, which is its whole purpose; here everything is server. */
const emptyServerOnly = {
  name: 'server-only',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^server-only$/ }, () => ({ path: 'server-only', namespace: 'empty' }));
    onLoad({ filter: /^/, namespace: 'empty' }, () => ({ contents: '' }));
  },
};

/** Builds server and pages; `pages: false` leaves the pages to the development server. */
export async function build({ pages = true } = {}) {
  step('database client');
  generate();
  if (pages) {
    step('pages');
    run(join(dirOf('next'), 'dist/bin/next'), 'build');
  }
  step('server');
  // Parts of an older build have other names.
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  await bundle({
    absWorkingDir: root,
    entryPoints: [
      { in: 'cli/main.ts', out: 'baggage-claim' },
      ...['writer', 'ingest', 'audit'].map((name) => ({ in: `cli/threads/${name}.ts`, out: `threads/${name}` })),
    ],
    outdir: 'dist',
    bundle: true,
    platform: 'node',
    target: 'node20.19',
    format: 'esm',
    // What is imported when it is needed is loaded then, and what several threads need is there once.
    splitting: true,
    packages: 'external',
    sourcemap: true,
    plugins: [emptyServerOnly],
    logLevel: 'warning',
  });
  // Its helper process would stay beside the server that `npm start` runs in this one.
  await stop();
  // Pages that were left out must not count as built.
  writeFileSync(stampFile, pages ? sourceHash() : '');
}

/** True when the build is of exactly these sources. */
export function isBuilt() {
  if (!existsSync(join(root, '.next', 'BUILD_ID')) || !existsSync(stampFile)) return false;
  return readFileSync(stampFile, 'utf8') === sourceHash();
}

/** By contents, not by time: a checkout, a copy and a clock set back all keep old times. */
function sourceHash() {
  const hash = createHash('sha256');
  const files = SOURCES.flatMap((folder) => filesIn(join(root, folder))).concat(SOURCE_FILES.map((f) => join(root, f)));
  for (const file of files.filter((file) => existsSync(file)).sort()) {
    hash
      .update(`${relative(root, file)}\0`)
      .update(readFileSync(file))
      .update('\0');
  }
  return hash.digest('hex');
}

function filesIn(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !GENERATED.some((generated) => file.startsWith(join(root, generated))));
}

function dirOf(name) {
  return dirname(require.resolve(`${name}/package.json`));
}

function run(script, ...args) {
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1', CHECKPOINT_DISABLE: '1' };
  delete env.NODE_ENV;
  const { status } = spawnSync(process.execPath, [script, ...args], {
    cwd: root,
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0) {
    console.error('The build failed; the lines above say why.');
    process.exit(1);
  }
}

function step(what) {
  console.log(`── Building the ${what}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build();
