import { Command, InvalidArgumentError } from 'commander';
import { ConfigError } from '../lib/env';
import manifest from '../package.json';
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
  .option('--db <file>', 'database file (DATABASE_URL, file:./data/baggage-claim.db)', notEmpty)
  .option('--sample', 'load the sample project')
  .option('--dev', 'serve the pages from source, for working on them')
  .action((flags: ServeFlags) => serve(flags));

function notEmpty(value: string): string {
  if (value === '') throw new InvalidArgumentError('Give a path.');
  return value;
}

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  console.error(error.message);
  process.exit(2);
}
