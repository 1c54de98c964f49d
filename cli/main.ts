import { Command, InvalidArgumentError } from 'commander';
import { ConfigError } from '../lib/env';
import { FAIL_ON } from '../lib/gate/conditions';
import manifest from '../package.json';
import { type CheckReceiverFlags, checkReceiver } from './check-receiver';
import { type CheckFlags, GATE_FORMATS } from './gate-options';
import type { CreateKeyFlags, KeysFlags, ListKeysFlags } from './keys';
import { serve } from './serve';
import type { ServeFlags } from './settings';

const program = new Command('baggage-claim')
  .description('Shows where LLM experiment runs lose their attributes.')
  .version(manifest.version);

program
  .command('serve')
  .description('Receive spans, keep them, judge them and show them. Settings come from the environment or .env, too.')
  .option('--port <number>', 'port of the dashboard and of everything else (PORT, 3000)')
  .option('--host <address>', 'address to listen on (HOST, 127.0.0.1)')
  .option('--otlp-port <number>', 'second port for spans; "off" for none (OTLP_PORT, 4318)')
  .option('--db <where>', 'database file or postgresql:// URL (DATABASE_URL, file:./data/baggage-claim.db)', notEmpty)
  .option('--sample', 'load the sample project')
  .option('--dev', 'serve the pages from source, for working on them')
  .action((flags: ServeFlags) => serve(flags));

program
  .command('check-receiver')
  .argument('<url>', 'address of the receiver, such as http://localhost:4318')
  .description('Try on any receiver of OTLP/HTTP what one has to do. Sends it spans of the project check-receiver.')
  .option('--api <url>', 'address of a Baggage Claim whose JSON API shows what the receiver stored')
  .option('--key <key>', 'key of the project check-receiver there, where keys are taken (HH_API_KEY)')
  .option('--only <ids>', 'only these behaviours, such as P19,P31')
  .option('--json', 'every case as JSON')
  .action(async (url: string, flags: CheckReceiverFlags) => {
    if (!(await checkReceiver(url, flags))) process.exitCode = 1;
  });

program
  .command('check')
  .description('Gate for CI: exit 0 when a run keeps its attributes, 1 when not, 2 for bad flags, 3 without an answer.')
  .requiredOption('--server <url>', 'address of the Baggage Claim that received the run')
  .requiredOption('--project <name>', 'project of the run')
  .requiredOption('--run <id>', 'the run to judge; "latest" for the one created last')
  .option('--baseline <id>', 'the run to compare it with; "baseline" for the pinned or latest passing one')
  .option('--min <key=share>', 'least share of spans that carry the key, such as run_id=100%; again for others', listed)
  .option('--max-lost <number>', 'most sent keys that may be lost')
  .option('--fail-on <what>', `${FAIL_ON.join(', ')}; unless told new with a baseline, else any`)
  .option('--format <format>', `${GATE_FORMATS.join(', ')}; again, with its --output, for others`, listed)
  .option('--output <file>', 'file of the --format before it, instead of standard output', listed)
  .option('--wait <seconds>', 'how long to wait until the run is over and settled (60)')
  .option('--no-share', 'freeze and link no comparison')
  .option('--expires <days>', 'how long the link works; "never" (7)')
  .option('--key <key>', 'key with the scope read, where keys are taken (HH_API_KEY)')
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
  .action(async (flags: CheckFlags) => {
    const { check } = await import('./check');
    process.exitCode = await check(flags);
  });

const keys = program
  .command('keys')
  .description('Make, list and revoke keys in the database, with or without a server running on it.');
const DATABASE_FLAG = ['--db <where>', 'database file or postgresql:// URL (DATABASE_URL, as for serve)'] as const;

keys
  .command('create')
  .description('Make a key and print it: it is shown only now.')
  .requiredOption('--project <name>', 'project that the key opens; made when it is not there')
  .requiredOption('--name <text>', 'what people call the key')
  .option('--scope <scopes>', 'of ingest, read, admin, separated by commas (ingest,read)')
  .option(...DATABASE_FLAG, notEmpty)
  .action(async (flags: CreateKeyFlags) => (await import('./keys')).createKey(flags));

keys
  .command('list')
  .description('Every key, oldest first; never their texts.')
  .option('--project <name>', 'only those of this project')
  .option('--json', 'as JSON')
  .option(...DATABASE_FLAG, notEmpty)
  .action(async (flags: ListKeysFlags) => (await import('./keys')).listKeys(flags));

keys
  .command('revoke')
  .argument('<id>', 'of the key, from the list')
  .description('Revoke a key for good. Servers that run on the database take it no more after a second.')
  .option(...DATABASE_FLAG, notEmpty)
  .action(async (id: string, flags: KeysFlags) => (await import('./keys')).revokeKey(id, flags));

function listed(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

function notEmpty(value: string): string {
  if (value === '') throw new InvalidArgumentError('Give a path or a URL.');
  return value;
}

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  console.error(error.message);
  process.exit(2);
}
