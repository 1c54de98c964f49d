import type { ComparedDatapoint } from '../domain/comparison';
import type { RunMember } from '../domain/structure';
import { at } from '../trace/at';

/** One datapoint of two runs with all its sessions, repetitions of it included, by session id. */
export interface AlignedDatapoint {
  /** The candidate's id, else the baseline's; null for sessions without one. */
  readonly datapointId: string | null;
  readonly match: ComparedDatapoint['match'];
  readonly base: readonly RunMember[];
  readonly run: readonly RunMember[];
}

export interface DatapointAlignment {
  /** Those in both runs by id, those by inputs, then those in the baseline only and in the candidate only. */
  readonly units: readonly AlignedDatapoint[];
  /** The first so many units are in both runs. */
  readonly matched: number;
  readonly byInputs: number;
  readonly onlyBase: number;
  readonly onlyRun: number;
  /** True when both runs have sessions and no datapoint is in both. */
  readonly isPooled: boolean;
}

/**
 * Which datapoint of one run is which of the other (audit-semantics 2.9): by id; what is left, by equal inputs, the
 * first by id with the first, the second with the second. Sessions without an id are one datapoint if their inputs are
 * equal. A session that was never judged has no known inputs, but still an id. Independent of the order of members.
 */
export function alignDatapoints(base: readonly RunMember[], run: readonly RunMember[]): DatapointAlignment {
  const bases = groupByDatapoint(base);
  const runs = groupByDatapoint(run);
  const byId = matchGroups(bases, runs, ({ datapointId }) => datapointId);
  const byInputs = matchGroups(byId.onlyBase, byId.onlyRun, ({ inputHash }) => inputHash);
  const matched = byId.pairs.length + byInputs.pairs.length;
  return {
    units: [
      ...byId.pairs.map((pair) => unitOf('id', ...pair)),
      ...byInputs.pairs.map((pair) => unitOf('inputs', ...pair)),
      ...byInputs.onlyBase.map((group) => unitOf('only-base', group, null)),
      ...byInputs.onlyRun.map((group) => unitOf('only-run', null, group)),
    ],
    matched,
    byInputs: byInputs.pairs.length,
    onlyBase: byInputs.onlyBase.length,
    onlyRun: byInputs.onlyRun.length,
    isPooled: matched === 0 && base.length > 0 && run.length > 0,
  };
}

/** The sessions of one datapoint in one run. */
interface Group {
  readonly datapointId: string | null;
  readonly members: readonly RunMember[];
  /** null when unknown, or when the sessions of the datapoint had different inputs. */
  readonly inputHash: string | null;
}

interface Matching {
  readonly pairs: readonly (readonly [base: Group, run: Group])[];
  readonly onlyBase: readonly Group[];
  readonly onlyRun: readonly Group[];
}

function groupByDatapoint(members: readonly RunMember[]): readonly Group[] {
  const groups = new Map<string, RunMember[]>();
  for (const member of members) {
    const name = nameOf(member);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [member]);
    else group.push(member);
  }
  return [...groups.values()].map(toGroup).sort(compareGroups);
}

function nameOf({ sessionId, datapointId, inputHash }: RunMember): string {
  if (datapointId !== null) return `id ${datapointId}`;
  return inputHash === null ? `session ${sessionId}` : `inputs ${inputHash}`;
}

function toGroup(members: readonly RunMember[]): Group {
  const hashes = new Set(members.flatMap(({ inputHash }) => (inputHash === null ? [] : [inputHash])));
  const [hash = null] = hashes;
  return {
    datapointId: at(members, 0).datapointId,
    members: members.toSorted((a, b) => compareTexts(a.sessionId, b.sessionId)),
    inputHash: hashes.size === 1 ? hash : null,
  };
}

/** Groups with equal marks, the first with the first; a group without a mark has no equal. */
function matchGroups(
  bases: readonly Group[],
  runs: readonly Group[],
  markOf: (group: Group) => string | null,
): Matching {
  const waiting = new Map<string, Group[]>();
  for (const group of runs.toReversed()) {
    const mark = markOf(group);
    const equals = mark === null ? undefined : waiting.get(mark);
    if (equals !== undefined) equals.push(group);
    else if (mark !== null) waiting.set(mark, [group]);
  }
  const pairs: [Group, Group][] = [];
  const onlyBase: Group[] = [];
  for (const group of bases) {
    const mark = markOf(group);
    const other = mark === null ? undefined : waiting.get(mark)?.pop();
    if (other === undefined) onlyBase.push(group);
    else pairs.push([group, other]);
  }
  const taken = new Set(pairs.map(([, group]) => group));
  return { pairs, onlyBase, onlyRun: runs.filter((group) => !taken.has(group)) };
}

function unitOf(match: AlignedDatapoint['match'], base: Group | null, run: Group | null): AlignedDatapoint {
  return {
    datapointId: run?.datapointId ?? base?.datapointId ?? null,
    match,
    base: base?.members ?? [],
    run: run?.members ?? [],
  };
}

/** By id; without one last, by session. */
function compareGroups(a: Group, b: Group): number {
  if (a.datapointId !== null && b.datapointId !== null) return compareTexts(a.datapointId, b.datapointId);
  if (a.datapointId !== null || b.datapointId !== null) return a.datapointId === null ? 1 : -1;
  return compareTexts(at(a.members, 0).sessionId, at(b.members, 0).sessionId);
}

function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
