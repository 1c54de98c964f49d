/** What every fault program is told. */
export interface FaultOptions {
  /** The built product's executable. */
  readonly program: string;
  readonly database: 'sqlite' | 'postgres';
  /** null: the program's own default. */
  readonly rounds: number | null;
  readonly seconds: number | null;
  readonly writers: number | null;
  /** Everything random follows from it; a failing round is repeated by giving it again. */
  readonly seed: number;
  /** Most memory the product may hold, in megabytes. */
  readonly capMb: number;
}

/** One promise and what was seen of it. */
export interface Claim {
  readonly what: string;
  readonly promised: string;
  readonly seen: string;
  readonly holds: boolean;
}

export interface FaultProgram {
  readonly title: string;
  run(options: FaultOptions): Promise<readonly Claim[]>;
}

export function none(what: string, count: number, of = ''): Claim {
  return { what, promised: '0', seen: of === '' ? String(count) : `${count} of ${of}`, holds: count === 0 };
}

export function atMost(what: string, value: number, limit: number, unit: string): Claim {
  return { what, promised: `≤ ${limit} ${unit}`, seen: `${round(value)} ${unit}`, holds: value <= limit };
}

export function atLeast(what: string, value: number, limit: number, unit: string): Claim {
  return { what, promised: `≥ ${limit} ${unit}`, seen: `${round(value)} ${unit}`, holds: value >= limit };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
