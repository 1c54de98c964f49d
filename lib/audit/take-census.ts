import { at, intAt } from '../trace/at';
import type { BreakPoint } from './find-breaks';
import { type AuditCase, ownValue } from './open-case';
import type { Verdict } from './verdict';

/** What the session's other spans are like: a cause is told from what they have in common. */
export interface Census {
  /** Spans that lack something, by the set of keys they lack (a bit per key). */
  readonly lacking: ReadonlyMap<number, number>;
  readonly lackingTotal: number;
  /** By key: spans that carry it, and those of them that have a parent. */
  readonly carriers: readonly { readonly all: number; readonly belowParent: number }[];
  /** Traces in which a span carries the key, by key. */
  readonly tracesOf: readonly ReadonlySet<string>[];
  /** By scope: spans that lack nothing, and spans that lack a key. */
  readonly scopes: ReadonlyMap<string, { readonly carrying: number; readonly lacking: number }>;
}

export function takeCensus(c: AuditCase, verdicts: readonly (readonly Verdict[])[]): Census {
  const lacking = new Map<number, number>();
  const carriers = c.keys.map(() => ({ all: 0, belowParent: 0 }));
  const tracesOf = c.keys.map(() => new Set<string>());
  const scopes = new Map<string, { carrying: number; lacking: number }>();
  let lackingTotal = 0;

  c.spans.forEach((span, node) => {
    const hasParent = c.forest.parentStates[node] !== 'root';
    let mask = 0;
    c.keys.forEach(({ name }, key) => {
      if (at(at(verdicts, node), key).state === 'missing') mask |= 1 << key;
      if (ownValue(c, node, name) === null) return;
      at(carriers, key).all++;
      if (hasParent) at(carriers, key).belowParent++;
      at(tracesOf, key).add(span.traceId);
    });
    if (mask !== 0) {
      lacking.set(mask, (lacking.get(mask) ?? 0) + 1);
      lackingTotal++;
    }
    const scope = scopes.get(span.scopeName) ?? { carrying: 0, lacking: 0 };
    if (mask === 0) scope.carrying++;
    else scope.lacking++;
    scopes.set(span.scopeName, scope);
  });
  return { lacking, lackingTotal, carriers, tracesOf, scopes };
}

/** The set of keys that disappear at a break point, a bit per key. */
export function maskOf(point: BreakPoint): number {
  return point.keys.reduce((mask, key) => mask | (1 << key), 0);
}

/** Nearest span, of any session, above a node that carries one of the keys; -1 for none. */
export function carrierOf(verdicts: readonly (readonly Verdict[])[], point: BreakPoint): number {
  for (const key of point.keys) {
    const { nearest } = at(at(verdicts, point.top), key);
    if (nearest !== null) return nearest;
  }
  return -1;
}

/** True when the node hangs below no other node. */
export function isRoot(c: AuditCase, node: number): boolean {
  return intAt(c.forest.parent, node) < 0;
}
