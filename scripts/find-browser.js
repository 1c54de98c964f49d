/**
 * Finds a Chromium for the browser tests, and gets one where there is none: the environment's choice, an installed one,
 * Playwright's own, Playwright's download, Debian's package (installed as root or through sudo), and at last Debian's
 * packages unpacked into a folder of the user's own, which needs no right at all.
 *
 * Prints the path of the program. Exit code 1 with one line when none can be had.
 */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir, userInfo } from 'node:os';
import { delimiter, join } from 'node:path';
import { chromium } from '@playwright/test';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const UNPACKED = join(process.env.XDG_CACHE_HOME ?? join(homedir() || tmpdir(), '.cache'), 'baggage-claim', 'chromium');

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function run(command, args, seconds) {
  process.stderr.write(`${command} ${args.join(' ')}\n`);
  const result = spawnSync(command, args, {
    stdio: ['ignore', 2, 2],
    timeout: seconds * 1000,
  });
  return result.status === 0;
}

function onPath() {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find(isProgram);
}

function playwrightOwn() {
  return isProgram(chromium.executablePath()) ? chromium.executablePath() : undefined;
}

function playwrightDownload() {
  run('npx', ['playwright', 'install', 'chromium'], 180);
  return playwrightOwn();
}

function debianPackage() {
  const prefix = userInfo().uid === 0 ? [] : ['sudo', '-n'];
  const [command, ...rest] = [...prefix, 'apt-get'];
  if (prefix.length > 0 && spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status !== 0) return undefined;
  if (!run(command, [...rest, 'update'], 300)) return undefined;
  run(command, [...rest, 'install', '-y', '--no-install-recommends', 'chromium', 'fonts-dejavu-core'], 900);
  return onPath();
}

/** Downloads Debian's packages with a private apt state and unpacks them; a small script sets the library path. */
function debianUnpacked() {
  const program = join(UNPACKED, 'chromium');
  if (isProgram(program)) return program;
  const root = join(UNPACKED, 'root');
  const options = {
    'Dir::State::lists': join(UNPACKED, 'lists'),
    'Dir::Cache': join(UNPACKED, 'cache'),
    'Dir::State::status': '/var/lib/dpkg/status',
    'Debug::NoLocking': '1',
    'APT::Sandbox::User': userInfo().username,
  };
  const flags = Object.entries(options).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
  for (const folder of ['lists/partial', 'cache/archives/partial', 'root']) {
    mkdirSync(join(UNPACKED, folder), { recursive: true });
  }
  if (!run('apt-get', [...flags, 'update'], 300)) return undefined;
  const packages = ['chromium', 'fonts-dejavu-core'];
  if (!run('apt-get', [...flags, 'install', '-y', '--no-install-recommends', '--download-only', ...packages], 900)) {
    return undefined;
  }
  const archives = join(UNPACKED, 'cache', 'archives');
  for (const file of readdirSync(archives).filter((name) => name.endsWith('.deb'))) {
    if (!run('dpkg-deb', ['-x', join(archives, file), root], 120)) return undefined;
  }
  rmSync(archives, { recursive: true, force: true });
  const machine = process.arch === 'arm64' ? 'aarch64-linux-gnu' : 'x86_64-linux-gnu';
  const libraries = [`usr/lib/${machine}`, `lib/${machine}`, `usr/lib/${machine}/pulseaudio`, 'usr/lib/chromium'].map(
    (folder) => join(root, folder),
  );
  writeFileSync(
    program,
    `#!/bin/sh\nLD_LIBRARY_PATH="${libraries.join(':')}" XDG_DATA_DIRS="${join(root, 'usr/share')}:/usr/share" exec "${join(root, 'usr/lib/chromium/chromium')}" "$@"\n`,
    { mode: 0o755 },
  );
  return program;
}

const WAYS = [
  () => process.env.CHROMIUM_PATH,
  onPath,
  playwrightOwn,
  () => (existsSync('/etc/debian_version') ? debianPackage() : undefined),
  playwrightDownload,
  () => (existsSync('/etc/debian_version') ? debianUnpacked() : undefined),
];

/** The path of a Chromium program, or undefined when none can be had. */
export function findBrowser() {
  for (const way of WAYS) {
    const program = way();
    if (program !== undefined && isProgram(program)) return program;
  }
  return undefined;
}
