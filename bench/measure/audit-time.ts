import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Span } from '../../lib/domain/span';
import { aCustody } from '../../lib/testing/a-custody';
import { shapeSession } from '../load/session-shapes';
import { latencyOf } from './latency';

type FactsModule = typeof import('../../lib/audit/facts-of-span');
type AuditModule = typeof import('../../lib/audit/audit-session');
type InputModule = typeof import('../../lib/testing/draw-session');

const ROUNDS_MIN = 3;
const ROUNDS_MS = 300;

export type MeasureAudit = (sessionId: string, spans: readonly Span[]) => number;

/**
 * The audit of a program's own checkout: milliseconds of processor time for one session, the median of some rounds. It
 * waits for nothing, so other programs on the machine do not count.
 */
export async function openAudit(program: string): Promise<MeasureAudit> {
  const folder = resolve(program, '../../lib');
  const load = <T>(path: string) => import(pathToFileURL(join(folder, path)).href) as Promise<T>;
  const { factsOfSpan } = await load<FactsModule>('audit/facts-of-span.ts');
  const { auditSession } = await load<AuditModule>('audit/audit-session.ts');
  const { anAuditInput } = await load<InputModule>('testing/draw-session.ts');
  const measure: MeasureAudit = (sessionId, spans) => {
    const known = { sessionId, namesSession: true, eventType: 'chain', custody: aCustody() } as const;
    const facts = spans.map((span) => ({ ...factsOfSpan(span, known), sightings: 1, variants: 1 }));
    // Nobody declared the session: a record with ids of its own would contradict every span.
    const input = anAuditInput(facts, { recorded: {} });
    const rounds: number[] = [];
    for (const begin = performance.now(); rounds.length < ROUNDS_MIN || performance.now() - begin < ROUNDS_MS; ) {
      const before = process.cpuUsage();
      auditSession(input);
      const { user, system } = process.cpuUsage(before);
      rounds.push((user + system) / 1000);
    }
    return latencyOf(rounds).p50;
  };
  // The engine compiles what is used often; a running server's audit is.
  measure('warm-up', shapeSession('orphans', 2_000, 1).spans);
  return measure;
}
