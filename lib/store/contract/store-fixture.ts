import { expect } from 'vitest';
import type { TraceEvent } from '../../domain/event';
import type { Finding } from '../../domain/finding';
import type { SessionRollup } from '../../domain/records';
import { NOW, outcomeOf, plainBody, someBatch } from '../../testing/store-batch';
import type {
  AppendResult,
  AppendSpan,
  AuditMaterial,
  AuditOutcome,
  ErasableDelivery,
  Erasure,
  EventQuery,
  Store,
} from '../store';

export const RUN = 'run-1';
/** A minute after NOW. */
export const LATER = new Date(NOW.getTime() + 60_000);
export const PROTO = '__proto__';

/** An empty store with one project, new for every test, and what most tests do with it. */
export class StoreFixture {
  #store: Store | undefined;
  projectId = 0;

  get store(): Store {
    if (this.#store === undefined) throw new Error('No store is open.');
    return this.#store;
  }

  async use(store: Store): Promise<void> {
    this.#store = store;
    this.projectId = (await store.ensureProject('project')).id;
  }

  append(...spans: readonly AppendSpan[]): Promise<AppendResult> {
    return this.store.append(someBatch(this.projectId, spans));
  }

  async material(sessionId = 'session-1'): Promise<AuditMaterial> {
    return present(await this.store.auditMaterial(this.projectId, sessionId));
  }

  async session(sessionId = 'session-1'): Promise<SessionRollup> {
    return present(await this.store.getSession(this.projectId, sessionId));
  }

  /** Saves an audit that found nothing wrong, unless the test says so. */
  async settle(sessionId = 'session-1', changes: Partial<AuditOutcome> = {}): Promise<void> {
    const outcome = outcomeOf(await this.material(sessionId), changes);
    expect(await this.store.saveAudit(this.projectId, sessionId, outcome)).toBe(true);
  }

  /** Reads what erasing needs; bodies that others need as well become this text. */
  async erasure(
    sessionIds: readonly string[],
    left = 'left',
    projectId = this.projectId,
  ): Promise<Erasure & { readonly read: readonly ErasableDelivery[] }> {
    const { sessions, deliveries } = await this.store.erasableSessions(projectId, sessionIds);
    const read = await collect(deliveries);
    const cut = read.map((delivery) => ({ ...delivery, body: delivery.body && plainBody(left) }));
    return { sessions, deliveries: cut, keepsRun: true, read };
  }

  async erase(...sessionIds: readonly string[]): Promise<void> {
    expect(await this.store.eraseSessions(this.projectId, await this.erasure(sessionIds))).toBe(true);
  }

  eventsOf(query: EventQuery): Promise<readonly TraceEvent[]> {
    return collect(this.store.events(this.projectId, query));
  }

  async due(quietSince = new Date(0)): Promise<readonly string[]> {
    // A claim that ends at once leaves things as they are.
    const claim = { quietSince, now: NOW, until: NOW, limit: 100 };
    return (await this.store.claimDueSessions(claim)).map(({ sessionId }) => sessionId);
  }
}

function present<T>(value: T | null): T {
  if (value === null) throw new Error('not there');
  return value;
}

export async function collect<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

export function someFinding(title: string, changes: Partial<Finding> = {}): Finding {
  return {
    fingerprint: `fp-${title}`,
    rule: 'ATTR-001',
    severity: 'error',
    handover: 'set-to-stamped',
    title,
    keys: ['run_id'],
    span: null,
    parent: null,
    shape: 'total',
    size: 3,
    spans: [],
    expected: { run_id: RUN },
    observed: { run_id: null },
    cause: { code: 'not-determined', confidence: 'low', text: 'unknown' },
    evidence: [],
    advice: 'look',
    ...changes,
  };
}
