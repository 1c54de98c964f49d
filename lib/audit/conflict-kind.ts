import type { AttributionKey } from '../domain/attribution-keys';
import type { ConflictKind } from '../domain/states';
import { at } from '../trace/at';
import { type Expectation, RUN_KEY } from './expected-values';
import { type AuditCase, ownValue } from './open-case';

/** Why a value that is there is not the right one (audit-semantics 2.4): whose is it? */
export function conflictKind(c: AuditCase, node: number, key: AttributionKey, expectation: Expectation): ConflictKind {
  if (expectation.source === 'inputs') return 'crossed';
  const span = at(c.all, node);
  const ownRun = ownValue(span, RUN_KEY);
  const run = c.recorded.get(RUN_KEY) ?? c.run?.runId ?? null;
  if (key.name === RUN_KEY || (ownRun !== null && run !== null && ownRun !== run)) return 'foreign-run';
  if (key.level === 'run') return 'mixed-identity';

  const value = ownValue(span, key.name) ?? '';
  const owners = c.siblings.filter((sibling) => sibling.datapointId === value);
  const ended = owners.map((owner) => owner.lastEndUnixNano ?? null);
  if (ended.length > 0 && ended.every((end) => end !== null && end < span.startUnixNano)) return 'stale';
  if (owners.length > 0 || c.run?.datapointIds.includes(value)) return 'crossed';
  return span.namesSession && expectation.source === 'E2' ? 'mixed-identity' : 'unknown-value';
}
