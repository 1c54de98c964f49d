import { coerce, compare, type SemVer } from 'semver';
import type { Client } from '../domain/records';

export interface OrderableRun {
  readonly runId: string;
  readonly createdAt: Date;
  readonly client: Client | null;
}

/**
 * Runs from the first to the last: by start, or by version of their client and within one version by start. Runs whose
 * client names no version come last then, by start. Total, so equal runs have one order.
 */
export function orderRuns<R extends OrderableRun>(runs: readonly R[], order: 'time' | 'version'): readonly R[] {
  if (order === 'time') return runs.toSorted(compareStarts);
  return runs
    .map((run) => ({ run, version: run.client === null ? null : versionOf(run.client.version) }))
    .sort((a, b) => compareVersions(a.version, b.version) || compareStarts(a.run, b.run))
    .map(({ run }) => run);
}

function compareStarts(a: OrderableRun, b: OrderableRun): number {
  return a.createdAt.getTime() - b.createdAt.getTime() || (a.runId < b.runId ? -1 : Number(a.runId > b.runId));
}

function compareVersions(a: SemVer | null, b: SemVer | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return compare(a, b);
}

/** What Python calls a version before a release (PEP 440), `1.4.0rc2` or `1.4.0.dev1`; `1.4.0-rc.2` is read alike. */
const PRERELEASE =
  /^(?<release>v?\d+(?:\.\d+){0,2})[-._]?(?<phase>alpha|a|beta|b|preview|pre|rc|c|dev)[-._]?(?<n>\d{1,15})/i;
/** In the order of PEP 440. A number sorts before every word. */
const PHASES: ReadonlyMap<string, string> = new Map([
  ['dev', '0.dev'],
  ['a', 'alpha'],
  ['alpha', 'alpha'],
  ['b', 'beta'],
  ['beta', 'beta'],
  ['c', 'rc'],
  ['rc', 'rc'],
  ['pre', 'rc'],
  ['preview', 'rc'],
]);

/** The first thing in the text that reads like a version, with what it says of coming before a release; else null. */
function versionOf(text: string): SemVer | null {
  const { release, phase = '', n } = PRERELEASE.exec(text)?.groups ?? {};
  const known = PHASES.get(phase.toLowerCase());
  const version = known === undefined ? text : `${release}-${known}.${Number(n)}`;
  return coerce(version, { includePrerelease: true });
}
