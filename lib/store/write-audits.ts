import 'server-only';
import { SEVERITIES } from '../domain/finding';
import type { SpanCustody } from '../domain/span-custody';
import { packFacts, unpackFacts } from './facts-chunk';
import { packStructure } from './packed-structure';
import { applyOutcome } from './session-tally';
import { bytesOf } from './sql';
import type { AuditOutcome } from './store';
import type { WriteTransaction } from './write-engine';
import { findSession, saveSessions } from './write-sessions';

/** An outcome as it crosses from the thread that judged to the one that writes. */
export interface PackedOutcome extends Omit<AuditOutcome, 'structure'> {
  readonly structure: Uint8Array;
}

export function packOutcome(outcome: AuditOutcome): PackedOutcome {
  return { ...outcome, structure: packStructure(outcome.structure) };
}

/** @param sessionId as stored. @returns false when the session changed since the outcome's revision. */
export async function saveAudit(
  tx: WriteTransaction,
  projectId: number,
  sessionId: string,
  outcome: PackedOutcome,
): Promise<boolean> {
  const session = await findSession(tx, projectId, sessionId);
  if (session === null || session.tally.revision !== outcome.revision) return false;
  await tx.run('DELETE FROM session_attribution WHERE session_key = ?', [session.key]);
  applyOutcome(session.tally, outcome);
  await replaceFindings(tx, session.key, outcome);
  await tx.run(SAVE_STRUCTURE, [session.key, outcome.inputHash, outcome.structure]);
  if (outcome.custodyOfSpans !== undefined) await replaceCustody(tx, session.key, outcome.custodyOfSpans);
  await saveSessions(tx, [session], session.tally.lastReceivedAt);
  // Judged for good: whoever claimed it has nothing more to do with it.
  if (outcome.settled) await tx.run('UPDATE session SET claimed_until = 0 WHERE key = ?', [session.key]);
  return true;
}

const SAVE_STRUCTURE = `INSERT INTO session_structure (session_key, input_hash, structure) VALUES (?, ?, ?)
  ON CONFLICT (session_key) DO UPDATE SET input_hash = excluded.input_hash, structure = excluded.structure`;

async function replaceFindings(tx: WriteTransaction, key: Uint8Array, { findings }: PackedOutcome): Promise<void> {
  await tx.run('DELETE FROM finding WHERE session_key = ?', [key]);
  await tx.insertRows(
    'INSERT INTO finding (session_key, position, severity, size, payload)',
    findings.map((finding, position) => {
      const severity = SEVERITIES.indexOf(finding.severity);
      return [key, position, severity, finding.size, JSON.stringify(finding)];
    }),
  );
}

/** @param custodyOfSpans by `traceId:spanId`. */
async function replaceCustody(
  tx: WriteTransaction,
  key: Uint8Array,
  custodyOfSpans: ReadonlyMap<string, SpanCustody>,
): Promise<void> {
  const chunks = await tx.rows('SELECT delivery_id, facts FROM span_facts WHERE session_key = ?', [key]);
  for (const { deliveryId, facts } of chunks) {
    const spans = unpackFacts('', bytesOf(facts)).map((span) => {
      const custody = custodyOfSpans.get(`${span.facts.traceId}:${span.facts.spanId}`) ?? span.facts.custody;
      return { ...span, facts: { ...span.facts, custody } };
    });
    const sql = 'UPDATE span_facts SET facts = ? WHERE session_key = ? AND delivery_id = ?';
    await tx.run(sql, [packFacts(spans), key, deliveryId as bigint]);
  }
}
