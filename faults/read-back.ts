import type { RunDetail } from '../lib/contracts/runs';
import type { SessionDetail } from '../lib/contracts/sessions';
import { ask, askJson } from './ask';
import { PROJECT, RUN_ID } from './batch-template';
import { type Claim, none } from './fault-program';
import type { SentBatch } from './writers';

/** What the product shows, held against what its clients know. */
export interface ReadBack {
  readonly sessions: number;
  readonly acknowledgedSpans: number;
  /** Acknowledged, and not shown. */
  readonly lost: number;
  /** Shown more than once. */
  readonly twice: number;
  /** Counted as seen again more often than it was sent, or with contents that nobody sent. */
  readonly miscounted: number;
  /** Shown, and never sent. */
  readonly invented: number;
  /** Batches of which only a part is shown. */
  readonly torn: number;
  /** Spans that all sessions show. */
  readonly shown: number;
}

/** Reads the sessions of these batches through the API. A session that is not there has no spans. */
export async function readBack(origin: string, batches: readonly SentBatch[]): Promise<ReadBack> {
  const bySession = new Map<string, SentBatch[]>();
  for (const batch of batches) {
    const group = bySession.get(batch.sessionId);
    if (group === undefined) bySession.set(batch.sessionId, [batch]);
    else group.push(batch);
  }
  const sum = { acknowledgedSpans: 0, lost: 0, twice: 0, miscounted: 0, invented: 0, torn: 0, shown: 0 };
  for (const [sessionId, sent] of bySession) {
    const spans = await spansOf(origin, sessionId);
    const times = new Map<string, number>();
    const sightings = new Map<string, number>();
    for (const span of spans) {
      const key = `${span.traceId}:${span.spanId}`;
      times.set(key, (times.get(key) ?? 0) + 1);
      sightings.set(key, span.sightings);
      if (span.variants !== 1) sum.miscounted++;
    }
    sum.shown += spans.length;
    for (const { traceId, spanIds, attempts, acknowledgedAt } of sent) {
      const keys = spanIds.map((spanId) => `${traceId}:${spanId}`);
      const there = keys.filter((key) => times.has(key));
      if (there.length !== 0 && there.length !== keys.length) sum.torn++;
      if (acknowledgedAt !== null) {
        sum.acknowledgedSpans += keys.length;
        sum.lost += keys.length - there.length;
      }
      for (const key of there) {
        if (times.get(key) !== 1) sum.twice++;
        if ((sightings.get(key) ?? 0) > attempts) sum.miscounted++;
        times.delete(key);
      }
    }
    sum.invented += times.size;
  }
  return { sessions: bySession.size, ...sum };
}

async function spansOf(origin: string, sessionId: string): Promise<SessionDetail['spans']> {
  const url = sessionUrl(origin, sessionId);
  if ((await ask(url)).status === 404) return [];
  return (await askJson<SessionDetail>(url)).spans;
}

export function sessionUrl(origin: string, sessionId: string): string {
  return `${origin}/api/projects/${PROJECT}/sessions/${encodeURIComponent(sessionId)}`;
}

/** Of a read-back of everything that was ever sent, all of it acknowledged. */
export async function readBackClaims(origin: string, batches: readonly SentBatch[]): Promise<readonly Claim[]> {
  const seen = await readBack(origin, batches);
  const counted = await askJson<RunDetail>(`${origin}/api/projects/${PROJECT}/runs/${RUN_ID}`);
  const sent = batches.reduce((spans, { spanIds }) => spans + spanIds.length, 0);
  return [
    none('acknowledged spans lost', seen.lost, String(seen.acknowledgedSpans)),
    none('spans stored twice', seen.twice),
    none('spans seen more often than sent', seen.miscounted),
    none('spans nobody sent', seen.invented),
    none('batches stored in part', seen.torn),
    {
      what: "spans on the run's counter",
      promised: String(sent),
      seen: String(counted.spans),
      holds: counted.spans === sent,
    },
  ];
}
