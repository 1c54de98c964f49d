import { InvalidArgumentError } from 'commander';

/** A number a flag takes. */
export function positiveNumber(text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new InvalidArgumentError('Give a positive number.');
  return value;
}

export function positiveNumbers(text: string): readonly number[] {
  return text.split(',').map(positiveNumber);
}
