import type { AttributionKey } from '../domain/attribution-keys';
import type { ConflictKind } from '../domain/states';
import { at } from '../trace/at';
import { type Expectation, RUN_KEY } from './expected-values';
import { type AuditCase, ownValue } from './open-case';
import type { Sibling } from './verdict';

/** Tells why a value that is there is not the right one: whose is it? (audit-semantics 2.4) */
export class ConflictClassifier {
  readonly #c: AuditCase;
  readonly #owners: ReadonlyMap<string, readonly Sibling[]>;
  readonly #announced: ReadonlySet<string>;
  readonly #run: string | null;

  constructor(c: AuditCase) {
    this.#c = c;
    this.#owners = siblingsByDatapoint(c.siblings);
    this.#announced = new Set(c.run?.datapointIds);
    this.#run = c.recorded.get(RUN_KEY) ?? c.run?.runId ?? null;
  }

  kindOf(node: number, key: AttributionKey, expectation: Expectation): ConflictKind {
    if (expectation.source === 'inputs') return 'crossed';
    const span = at(this.#c.all, node);
    const ownRun = ownValue(this.#c, node, RUN_KEY);
    if (key.name === RUN_KEY || (ownRun !== null && this.#run !== null && ownRun !== this.#run)) return 'foreign-run';
    if (key.level === 'run') return 'mixed-identity';

    const value = ownValue(this.#c, node, key.name) ?? '';
    const owners = this.#owners.get(value) ?? [];
    const isOver = owners.length > 0 && owners.every((owner) => endedBefore(owner, span.startUnixNano));
    if (isOver) return 'stale';
    if (owners.length > 0 || this.#announced.has(value)) return 'crossed';
    return span.namesSession && expectation.source === 'E2' ? 'mixed-identity' : 'unknown-value';
  }
}

function endedBefore({ lastEndUnixNano }: Sibling, time: bigint): boolean {
  return lastEndUnixNano != null && lastEndUnixNano < time;
}

function siblingsByDatapoint(siblings: readonly Sibling[]): ReadonlyMap<string, readonly Sibling[]> {
  const owners = new Map<string, Sibling[]>();
  for (const sibling of siblings) {
    if (sibling.datapointId === null) continue;
    const known = owners.get(sibling.datapointId);
    if (known === undefined) owners.set(sibling.datapointId, [sibling]);
    else known.push(sibling);
  }
  return owners;
}
