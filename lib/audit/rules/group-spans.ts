import type { AttributionState } from '../../domain/states';
import { at } from '../../trace/at';
import type { JudgedCase } from './rule';

/** Spans of the session in tree order, grouped; spans with a null group are left out. */
export function groupSpans(
  { c }: JudgedCase,
  groupOf: (node: number) => string | null,
): readonly (readonly number[])[] {
  const groups = new Map<string, number[]>();
  for (const node of c.forest.order) {
    if (node >= c.spans.length) continue;
    const group = groupOf(node);
    if (group === null) continue;
    const known = groups.get(group);
    if (known === undefined) groups.set(group, [node]);
    else known.push(node);
  }
  return [...groups.values()];
}

/** Names of the keys of one span that are in a state. */
export function keysInState({ c, verdicts }: JudgedCase, node: number, state: AttributionState): readonly string[] {
  return at(verdicts, node).flatMap((verdict, key) => (verdict.state === state ? [at(c.keys, key).name] : []));
}

/** True when any key of any span is in a state. */
export function occurs({ attribution }: JudgedCase, state: AttributionState): boolean {
  return Object.values(attribution).some((counts) => counts[state] > 0);
}
