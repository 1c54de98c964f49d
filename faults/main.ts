import { availableParallelism, loadavg } from 'node:os';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command, InvalidArgumentError, Option } from 'commander';
import { arrivalOrders } from './arrival-orders';
import { damagedFile } from './damaged-file';
import { failingDisk } from './failing-disk';
import type { FaultOptions, FaultProgram } from './fault-program';
import { killAtRandom } from './kill-at-random';
import { largeBodies } from './large-bodies';
import { overload } from './overload';
import { printClaims } from './print-table';
import { restart } from './restart';
import { zipBombs } from './zip-bombs';

const PROGRAMS: Readonly<Record<string, FaultProgram>> = {
  r1: { title: 'R1: killed at random instants under writers', run: killAtRandom },
  r3: { title: 'R3: disk, file descriptors and clock go wrong', run: failingDisk },
  r4: { title: 'R4: a damaged log and a damaged database file', run: damagedFile },
  r5: { title: 'R5: five times what it can take', run: overload },
  r6: { title: 'R6: the largest bodies, all at once', run: largeBodies },
  r7: { title: 'R7: zip bombs', run: zipBombs },
  r10: { title: 'R10: stopped, started and replaced under writers', run: restart },
  r11: { title: 'R11: any order of arrival', run: arrivalOrders },
};

const command = new Command('faults')
  .description('What a crash, a fault or an overload may not do to the product. docs/faults.md explains every figure.')
  .argument('<program>', [...Object.keys(PROGRAMS), 'all'].join(', '), known)
  .option(
    '--program <file>',
    'executable of the built product',
    fileURLToPath(new URL('../bin/baggage-claim.js', import.meta.url)),
  )
  .addOption(
    new Option('--database <engine>', 'database of the product').choices(['sqlite', 'postgres']).default('sqlite'),
  )
  .option('--rounds <number>', 'how often', positive)
  .option('--seconds <number>', 'how long', positive)
  .option('--writers <number>', 'clients that write at the same time', positive)
  .option('--seed <number>', 'what everything random follows from', positive, 1)
  .option('--cap-mb <number>', 'most memory the product may hold', positive, 600)
  .action(run);

function known(name: string): string {
  if (name !== 'all' && PROGRAMS[name] === undefined) throw new InvalidArgumentError('There is no such program.');
  return name;
}

function positive(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('Give a whole number above 0.');
  return value;
}

interface Flags {
  readonly program: string;
  readonly database: 'sqlite' | 'postgres';
  readonly rounds?: number;
  readonly seconds?: number;
  readonly writers?: number;
  readonly seed: number;
  readonly capMb: number;
}

async function run(name: string, flags: Flags): Promise<void> {
  const { rounds = null, seconds = null, writers = null } = flags;
  const options: FaultOptions = { ...flags, program: resolve(flags.program), rounds, seconds, writers };
  const others = `${availableParallelism()} cores, load of the machine ${loadavg()[0]?.toFixed(1)}`;
  console.log(`database ${options.database}, seed ${options.seed}, ${others}, ${options.program}`);
  const chosen = Object.entries(PROGRAMS).filter(([id]) => name === 'all' || id === name);
  let kept = true;
  for (const [, program] of chosen) {
    console.log(`\n── ${program.title}`);
    const claims = await program.run(options);
    kept = printClaims(`${program.title}: what was promised`, claims) && kept;
  }
  process.exit(kept ? 0 : 1);
}

await command.parseAsync();
