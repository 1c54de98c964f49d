import { alignDatapoints } from '../compare/align-datapoints';
import { RunComparison } from '../compare/run-comparison';
import type { Comparison } from '../domain/comparison';
import type { CustodyShape } from '../domain/span-custody';
import { type AttributionState, type CustodyState, noAttributionCounts } from '../domain/states';
import type { RunMember, SessionStructure, StructureNode } from '../domain/structure';
import { aStructureNode } from './a-structure';

/** A session as it stands for a comparison. */
export interface ComparableSession {
  readonly member: RunMember;
  readonly structure: SessionStructure;
}

/** One place of a session: the states of its spans by key, and what became of the keys they sent. */
export interface NodeSketch {
  /** `fn/child`: its name, after the names of those above it. */
  readonly at: string;
  /** One state for each of its spans, the same for every key; one span that is `present` unless given. */
  readonly states?: readonly AttributionState[];
  readonly sent?: Readonly<Record<string, CustodyState>>;
  readonly overrides?: Partial<StructureNode>;
}

export const SKETCH_KEYS = ['run_id'];

/** A session that was judged, with one node for every sketch; those above come first. */
export function aSession(
  member: Partial<RunMember> & { readonly sessionId: string },
  sketches: readonly NodeSketch[],
  keys: readonly string[] = SKETCH_KEYS,
): ComparableSession {
  const places = sketches.map(({ at }) => at);
  const shapes = sketches.map(({ sent }): CustodyShape => Object.entries(sent ?? {}));
  return {
    member: {
      datapointId: null,
      inputHash: null,
      spanCount: sketches.length,
      settled: true,
      revision: 1,
      contract: 'preserve',
      ...member,
    },
    structure: { keys, shapes, nodes: sketches.map((sketch, i) => toNode(sketch, i, places, keys, member.sessionId)) },
  };
}

function toNode(
  { at, states = ['present'], overrides }: NodeSketch,
  index: number,
  places: readonly string[],
  keys: readonly string[],
  sessionId: string,
): StructureNode {
  const label = at.split('/').at(-1) ?? '';
  const counts = noAttributionCounts();
  for (const state of states) counts[state]++;
  return aStructureNode({
    above: places.indexOf(at.slice(0, -label.length - 1)),
    step: `scope:1:${label}`,
    label,
    spans: states.length,
    cells: keys.map(() => ({ counts, causes: [] })),
    custody: states.length === 0 ? [] : [[index, states.length]],
    examples: states.map((state, span) => ({
      traceId: `trace of ${sessionId}`,
      spanId: `${at} ${span}`,
      name: label,
      states: keys.map(() => state),
      shape: index,
    })),
    ...overrides,
  });
}

/** Compares as the service does: every session at its place in the alignment. */
export function compareSessions(
  base: readonly ComparableSession[],
  run: readonly ComparableSession[],
  keys: readonly string[] = SKETCH_KEYS,
): Comparison {
  const alignment = alignDatapoints(
    base.map(({ member }) => member),
    run.map(({ member }) => member),
  );
  const comparison = new RunComparison(keys, alignment);
  for (const [side, sessions] of Object.entries({ base, run }) as ['base' | 'run', readonly ComparableSession[]][]) {
    const unitOf = new Map(
      alignment.units.flatMap((unit, index) => unit[side].map(({ sessionId }) => [sessionId, index] as const)),
    );
    for (const { member, structure } of sessions) {
      comparison.add(side, unitOf.get(member.sessionId) ?? -1, member, structure);
    }
  }
  return comparison.finish();
}
