/**
 * `npm run conformance`: runs a catalogue of programs with the real Python and npm clients against the built server and
 * checks what is stored (docs/conformance.md). Not part of `npm test`, because it needs Python 3 and both package indexes.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Command, Option } from 'commander';
import { repositoryRoot, startServer } from './built-server.js';
import { CLIENT_NAMES, installClients } from './clients.js';
import { PROGRAMS } from './programs.js';
import { printReport } from './report.js';
import { PROJECT, runCell } from './run-cell.js';
import { storedAt } from './stored.js';

const command = new Command('conformance')
  .description('Checks the built server with the real clients.')
  .addOption(new Option('--only <program...>', 'these programs').choices(PROGRAMS.map(({ name }) => name)))
  .addOption(new Option('--client <name...>', 'these clients').choices(CLIENT_NAMES))
  .option('--keep <folder>', 'work there and leave it: clients, database, server.log; clients in it are used again')
  .option('--server <folder>', 'the tree whose build is tried', repositoryRoot)
  .option('--verbose', 'print what every program printed')
  .parse();
const { only, client: clientNames = CLIENT_NAMES, keep, server: root, verbose } = command.opts();

const folder = keep === undefined ? mkdtempSync(join(tmpdir(), 'baggage-claim-conformance-')) : resolve(keep);
mkdirSync(folder, { recursive: true });
rmSync(join(folder, 'conformance.db'), { force: true });
try {
  console.log('── Clients');
  const clients = await installClients(folder, clientNames);
  const programs = PROGRAMS.filter(({ name }) => only === undefined || only.includes(name));
  const server = await startServer(resolve(root), folder);
  let cells;
  let refusals;
  try {
    console.log('── Programs');
    cells = await runCells(programs, clients, server.origin);
    refusals = await storedAt(server.origin, PROJECT).refusals();
  } finally {
    await server.stop();
  }
  printReport(programs, clients, cells, refusals);
  // No program sends what a server may refuse, and clients keep quiet about it.
  process.exitCode = refusals.length > 0 || cells.some((cell) => cell.outcome === 'fail') ? 1 : 0;
} finally {
  if (keep === undefined) rmSync(folder, { recursive: true, force: true });
}

/** Every program with every client, as many at a time as there are processors. */
async function runCells(programs, clients, origin) {
  const waiting = programs.flatMap((program) => clients.map((client) => ({ program, client })));
  const cells = [];
  async function work() {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const cell = await runCell(next.program, next.client, origin);
      cells.push(cell);
      console.log(`   ${cell.outcome.padEnd(11)} ${cell.program} · ${cell.client} · ${cell.seconds.toFixed(1)} s`);
      if (verbose && cell.output) console.log(cell.output);
    }
  }
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  return cells;
}
