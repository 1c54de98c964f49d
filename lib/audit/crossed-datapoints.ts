import { scalarLeaves } from '../domain/session';
import { at } from '../trace/at';
import type { AuditCase } from './open-case';

/** Values that any datapoint may have. */
const SAYS_NOTHING = new Set(['', 'true', 'false', 'null', 'none', 'undefined']);

/**
 * Root spans that worked on the inputs of another datapoint although they carry this one's ids: their input is among
 * the inputs of exactly one sibling datapoint and none of it among the session's own. Ids alone can not show this (npm
 * `honeyhive` 1.0.42 keeps the first datapoint's ids for all, honeyhive-system.md 1.13). By node, the datapoint whose
 * inputs they are.
 */
export function crossedDatapoints(c: AuditCase): ReadonlyMap<number, string> {
  const crossed = new Map<number, string>();
  const owners = datapointsByInput(c);
  if (owners.size === 0) return crossed;
  const own = new Set(scalarLeaves(c.session.event.inputs));
  if (own.size === 0) return crossed;

  c.spans.forEach((span, node) => {
    if (c.forest.parentStates[node] !== 'root' || span.inputValues.some((value) => own.has(value))) return;
    const datapoints = new Set<string>();
    for (const value of span.inputValues) {
      for (const datapoint of owners.get(value) ?? []) datapoints.add(datapoint);
    }
    if (datapoints.size === 1) crossed.set(node, at([...datapoints], 0));
  });
  return crossed;
}

function datapointsByInput(c: AuditCase): ReadonlyMap<string, ReadonlySet<string>> {
  const owners = new Map<string, Set<string>>();
  for (const { datapointId, inputValues } of c.siblings) {
    if (datapointId === null || datapointId === c.session.datapointId) continue;
    for (const value of inputValues) {
      if (SAYS_NOTHING.has(value.toLowerCase())) continue;
      const known = owners.get(value);
      if (known === undefined) owners.set(value, new Set([datapointId]));
      else known.add(datapointId);
    }
  }
  return owners;
}
