import { Command, InvalidArgumentError } from 'commander';
import { OWN_PROGRAM } from './server/run-server';

/** Flags that every benchmark has. */
export interface BenchFlags {
  readonly program: string;
  readonly quick?: boolean;
  readonly quiet: number;
  readonly json?: string;
}

/** @param quick what `--quick` makes of it */
export function benchCommand(name: string, description: string, quick: string): Command {
  return new Command(name)
    .description(description)
    .option('--program <file>', 'bin/baggage-claim.js of a built checkout', OWN_PROGRAM)
    .option('--quick', quick)
    .option('--quiet <seconds>', 'wait so long for other programs to leave the processors alone', positiveNumber, 10)
    .option('--json <file>', 'keep the results');
}

/** A number a flag takes. */
export function positiveNumber(text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new InvalidArgumentError('Give a positive number.');
  return value;
}

export function positiveNumbers(text: string): readonly number[] {
  return text.split(',').map(positiveNumber);
}
