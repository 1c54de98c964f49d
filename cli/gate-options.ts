import { EXPORT_FORMATS } from '../lib/contracts/compare';
import { EXPIRY_DAYS_MAX } from '../lib/contracts/snapshots';
import { ConfigError } from '../lib/env';
import { defaultFailOn, FAIL_ON, type GateConditions, needsBaseline } from '../lib/gate/conditions';
import { parseThreshold, type Threshold } from '../lib/gate/parse-threshold';
import { readKey } from './read-key';

/** Flags of `check`, as typed. */
export interface CheckFlags {
  readonly server: string;
  readonly project: string;
  readonly run: string;
  readonly baseline?: string;
  readonly min?: readonly string[];
  readonly maxLost?: string;
  readonly failOn?: string;
  readonly format?: readonly string[];
  readonly output?: readonly string[];
  readonly wait?: string;
  /** False for `--no-share`. */
  readonly share?: boolean;
  readonly expires?: string;
  readonly key?: string;
}

export const GATE_FORMATS = ['pretty', ...EXPORT_FORMATS] as const;
export type GateFormat = (typeof GATE_FORMATS)[number];

export interface GateReport {
  readonly format: GateFormat;
  /** null for standard output: at most one of them. */
  readonly file: string | null;
}

export interface GateOptions {
  /** Origin of the server. */
  readonly server: string;
  /** Sent with every question; null for none. */
  readonly key: string | null;
  readonly project: string;
  readonly run: string;
  readonly baseline: string | null;
  readonly conditions: GateConditions;
  readonly reports: readonly GateReport[];
  readonly waitMs: number;
  readonly isShared: boolean;
  /** null: never. */
  readonly expiresInDays: number | null;
}

const DEFAULT_WAIT_S = 60;
const WAIT_MAX_S = 86_400;
const DEFAULT_EXPIRY_DAYS = 7;

/** @throws ConfigError naming the flag and what it accepts. */
export function readGateOptions(flags: CheckFlags): GateOptions {
  const project = filled('--project', flags.project);
  const run = filled('--run', flags.run);
  const baseline = flags.baseline === undefined ? null : filled('--baseline', flags.baseline);
  const thresholds = thresholdsOf(flags.min ?? []);
  const failOn = flags.failOn ?? defaultFailOn(baseline !== null, thresholds.length > 0);
  if (!isOneOf(FAIL_ON, failOn)) throw new ConfigError(`--fail-on takes ${FAIL_ON.join(', ')}, not ${failOn}.`);
  if (needsBaseline(failOn) && baseline === null) {
    throw new ConfigError(
      `--fail-on ${failOn} compares: give --baseline, a run id or “baseline” for the project's own.`,
    );
  }
  if (baseline !== null && baseline === run) throw new ConfigError('--run and --baseline are the same run.');
  return {
    server: originOf(flags.server),
    key: readKey(flags.key, process.env),
    project,
    run,
    baseline,
    conditions: {
      thresholds,
      failOn,
      maxLost: flags.maxLost === undefined ? null : numberOf('--max-lost', flags.maxLost, 0, Number.MAX_SAFE_INTEGER),
    },
    reports: reportsOf(flags.format ?? [], flags.output ?? []),
    waitMs: numberOf('--wait', flags.wait ?? String(DEFAULT_WAIT_S), 0, WAIT_MAX_S) * 1000,
    isShared: flags.share !== false,
    expiresInDays:
      flags.expires === 'never'
        ? null
        : numberOf('--expires', flags.expires ?? String(DEFAULT_EXPIRY_DAYS), 1, EXPIRY_DAYS_MAX, ' days, or “never”'),
  };
}

/** In a script an empty flag is mostly a variable that was never set. */
function filled(flag: string, value: string): string {
  if (value !== '') return value;
  throw new ConfigError(`${flag} is empty.`);
}

function originOf(address: string): string {
  const url = URL.canParse(address) ? new URL(address) : null;
  const isHttp = url?.protocol === 'http:' || url?.protocol === 'https:';
  // What is typed may hold a password, so it is not repeated.
  if (url === null || !isHttp || url.username !== '' || url.password !== '') {
    throw new ConfigError('--server takes the address of a Baggage Claim, such as http://localhost:3000.');
  }
  return url.origin;
}

function thresholdsOf(texts: readonly string[]): readonly Threshold[] {
  const thresholds = new Map<string, Threshold>();
  for (const text of texts) {
    const threshold = thresholdOf(text);
    if (thresholds.has(threshold.key)) throw new ConfigError(`--min names ${threshold.key} twice.`);
    thresholds.set(threshold.key, threshold);
  }
  return [...thresholds.values()];
}

function thresholdOf(text: string): Threshold {
  try {
    return parseThreshold(text);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new ConfigError(`--min ${cause.message}`, { cause });
  }
}

/** The n-th output belongs to the n-th format; a format without one is printed, else the pretty one is. */
function reportsOf(formats: readonly string[], outputs: readonly string[]): readonly GateReport[] {
  const named = formats.length === 0 ? ['pretty'] : formats;
  if (outputs.length > named.length || outputs.length < named.length - 1) {
    throw new ConfigError('Give every --format its --output, in the same order; the last one may go without.');
  }
  const reports = named.map((format, index): GateReport => {
    if (!isOneOf(GATE_FORMATS, format))
      throw new ConfigError(`--format takes ${GATE_FORMATS.join(', ')}, not ${format}.`);
    return { format, file: outputs[index] ?? null };
  });
  return reports.some(({ file }) => file === null) ? reports : [...reports, { format: 'pretty', file: null }];
}

function numberOf(flag: string, text: string, least: number, most: number, what = ''): number {
  if (/^\d+$/.test(text) && Number(text) >= least && Number(text) <= most) return Number(text);
  throw new ConfigError(`${flag} takes a whole number from ${least} to ${most}${what}, not ${text}.`);
}

function isOneOf<T extends string>(values: readonly T[], value: string): value is T {
  return (values as readonly string[]).includes(value);
}
