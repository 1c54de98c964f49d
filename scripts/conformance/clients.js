import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from './run-command.js';

/**
 * The clients that are tried. `choose` picks, of all versions of the package index in ascending order, those to try to
 * install, the best first.
 */
const CLIENTS = [
  { name: 'py-current', language: 'python', choose: (versions) => versions.filter(isRelease).slice(-1) },
  // What the captures were recorded with, and what the reference describes.
  { name: 'py-captured', language: 'python', choose: () => ['1.5.1'] },
  { name: 'py-oldest', language: 'python', choose: (versions) => versions.filter(isRelease) },
  { name: 'py-preview', language: 'python', choose: (versions) => versions.filter((version) => !isRelease(version)) },
  // 1.0.44, the newest, holds no compiled code.
  { name: 'npm', language: 'npm', choose: () => ['1.0.42'] },
];
export const CLIENT_NAMES = CLIENTS.map(({ name }) => name);

const INSTALL_MINUTES = 4;

/** A pre-release of PyPI has letters in its version. */
function isRelease(version) {
  return /^[\d.]+$/.test(version);
}

/**
 * Installs the named clients below `folder`; one that is there already stays.
 * @returns {Promise<{name: string, language: string, version: string, command: string, folder: string}[]>} with `command`,
 *   the interpreter that runs the client's programs
 * @throws when no version of a client can be installed
 */
export async function installClients(folder, names) {
  const versions = await versionsOnPypi();
  const installed = [];
  for (const client of CLIENTS.filter(({ name }) => names.includes(name))) {
    installed.push(await installFirst(client, client.choose(versions), join(folder, client.name)));
  }
  return installed;
}

async function installFirst({ name, language }, candidates, folder) {
  const refusals = [];
  for (const version of candidates) {
    try {
      const command = await INSTALLERS[language](folder, version);
      console.log(`   ${name} is honeyhive ${version} (${language === 'npm' ? 'npm' : 'PyPI'})`);
      return { name, language, version, command, folder };
    } catch (error) {
      refusals.push(`${version}: ${error.message.trim().split('\n').at(-1)}`);
    }
  }
  throw new Error(`no version for ${name} can be installed:\n${refusals.join('\n') || 'the index lists none'}`);
}

/** One for each language: (folder, version) → the interpreter; rejects when the version cannot be used on this machine. */
const INSTALLERS = {
  async python(folder, version) {
    const python = join(folder, 'bin', 'python');
    const environment = { PIP_DISABLE_PIP_VERSION_CHECK: '1' };
    const options = { environment, seconds: INSTALL_MINUTES * 60 };
    if (!existsSync(join(folder, 'installed', version))) {
      await runCommand('python3', ['-m', 'venv', '--clear', folder], options);
      await runCommand(python, ['-m', 'pip', 'install', '--quiet', `honeyhive==${version}`], options);
      await runCommand(python, ['-c', 'import honeyhive.experiments'], { ...options, environment: OFFLINE });
      note(folder, version);
    }
    return python;
  },

  async npm(folder, version) {
    if (!existsSync(join(folder, 'installed', version))) {
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, 'package.json'), '{"private":true}');
      const flags = ['--silent', '--no-fund', '--no-audit', '--ignore-scripts'];
      await runCommand('npm', ['install', ...flags, `honeyhive@${version}`], {
        folder,
        seconds: INSTALL_MINUTES * 60,
      });
      note(folder, version);
    }
    return process.execPath;
  },
};

/** So that a half-made installation is never taken for a whole one. */
function note(folder, version) {
  mkdirSync(join(folder, 'installed'), { recursive: true });
  writeFileSync(join(folder, 'installed', version), '');
}

/** What keeps a client on this machine; nobody listens on the port of the proxy. The programs' own guards say who tried. */
export const OFFLINE = {
  HTTP_PROXY: 'http://127.0.0.1:9',
  HTTPS_PROXY: 'http://127.0.0.1:9',
  ALL_PROXY: 'http://127.0.0.1:9',
  http_proxy: 'http://127.0.0.1:9',
  https_proxy: 'http://127.0.0.1:9',
  NO_PROXY: 'localhost,127.0.0.1',
  no_proxy: 'localhost,127.0.0.1',
  HONEYHIVE_TELEMETRY: 'false',
  HH_TELEMETRY: 'false',
  TRACELOOP_TELEMETRY: 'false',
};

/** Every 1.x of PyPI, ascending, with the pre-releases. */
async function versionsOnPypi() {
  const output = await runCommand('python3', ['-m', 'pip', 'index', 'versions', '--pre', 'honeyhive'], { seconds: 60 });
  const [, listed = ''] = /^Available versions: (.*)$/m.exec(output) ?? [];
  return listed
    .split(', ')
    .filter((version) => version.startsWith('1.'))
    .reverse();
}
