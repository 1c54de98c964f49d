import 'server-only';
import { auditSession, type SessionAudit } from '../audit/audit-session';
import { hashInputs } from '../domain/input-hash';
import type { Project, SessionRollup } from '../domain/records';
import { isTerminal } from '../domain/run';
import { scalarLeaves } from '../domain/session';
import type { SpanCustody } from '../domain/span-custody';
import type { StoredSpanFacts } from '../domain/span-facts';
import type { AuditMaterial, SiblingSession } from '../store/store';
import type { AppContext } from './context';
import { lookElsewhere } from './look-elsewhere';
import { rejudgeCustody } from './rejudge-custody';

/** A session as it is stored now, and the verdict on it. */
export interface JudgedSession {
  readonly material: AuditMaterial;
  readonly audit: SessionAudit;
  /** False while spans may still arrive: nothing is missing for want of a parent yet. */
  readonly settled: boolean;
  /** False when the session kept changing meanwhile: the verdict is right for `material`, but was not written. */
  readonly kept: boolean;
}

/** How often a session is judged at once when it changes meanwhile, or is filed under another run by the verdict. */
const ATTEMPTS = 3;
/** Most input values looked for among the run's other sessions. */
const FOREIGN_VALUES_MAX = 200;

/**
 * Judges a session and replaces its findings and counters; null when it is unknown. A session that keeps changing
 * meanwhile stays unsettled: its turn comes again.
 */
export async function auditStoredSession(
  ctx: AppContext,
  project: Project,
  sessionId: string,
): Promise<JudgedSession | null> {
  let judged: JudgedSession | null = null;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const material = await ctx.store.auditMaterial(project.id, sessionId);
    if (material === null) return null;
    const custodyOfSpans = await rejudgeCustody(ctx, project, material);
    const verdict = await judge(ctx, project, withCustody(material, custodyOfSpans));
    const kept = await save(ctx, project, verdict, custodyOfSpans);
    judged = { ...verdict, kept };
    // Filed under another run now, it has other siblings and another manifest: both are evidence.
    if (kept && judged.audit.runId === material.session.runId) return judged;
  }
  return judged;
}

/** The same for somebody who looks: a verdict that can not change is computed again for its details, but not written. */
export async function auditForView(
  ctx: AppContext,
  project: Project,
  sessionId: string,
): Promise<JudgedSession | null> {
  const material = await ctx.store.auditMaterial(project.id, sessionId);
  if (material === null) return null;
  const { settled, contract } = material.session;
  if (settled && contract === project.contract) return { ...(await judge(ctx, project, material)), kept: true };
  return auditStoredSession(ctx, project, sessionId);
}

type VerdictOnSession = Omit<JudgedSession, 'kept'>;

async function judge(ctx: AppContext, project: Project, material: AuditMaterial): Promise<VerdictOnSession> {
  const settled = (material.run !== null && isTerminal(material.run.status)) || isQuiet(ctx, material.session);
  const siblings = await findSiblings(ctx, project, material);
  const { session, spans } = material;
  const elsewhere = spans.length === 0 ? await lookElsewhere(ctx, project, session) : undefined;
  return { material, settled, audit: auditSession({ ...material, siblings, elsewhere, settled }) };
}

/** True when the session received nothing for the grace time. */
export function isQuiet(ctx: AppContext, { lastReceivedAt }: Pick<SessionRollup, 'lastReceivedAt'>): boolean {
  return ctx.now().getTime() - lastReceivedAt.getTime() >= ctx.config.graceMs;
}

/** Sessions of the same run that were given what this session's spans worked on, and this session was not. */
async function findSiblings(
  ctx: AppContext,
  project: Project,
  { session, spans }: AuditMaterial,
): Promise<readonly SiblingSession[]> {
  if (session.runId === null) return [];
  const own = new Set(scalarLeaves(session.event.inputs));
  const foreign = new Set<string>();
  for (const { inputValues } of spans) {
    for (const value of inputValues) if (!own.has(value) && foreign.size < FOREIGN_VALUES_MAX) foreign.add(value);
  }
  if (foreign.size === 0) return [];
  return ctx.store.siblingsByInput(project.id, session.runId, session.sessionId, [...foreign]);
}

function withCustody(
  material: AuditMaterial,
  custodyOfSpans: ReadonlyMap<string, SpanCustody> | undefined,
): AuditMaterial {
  if (custodyOfSpans === undefined) return material;
  const judged = (span: StoredSpanFacts): StoredSpanFacts => ({
    ...span,
    custody: custodyOfSpans.get(`${span.traceId}:${span.spanId}`) ?? span.custody,
  });
  return { ...material, spans: material.spans.map(judged) };
}

async function save(
  ctx: AppContext,
  project: Project,
  { material, audit, settled }: VerdictOnSession,
  custodyOfSpans: ReadonlyMap<string, SpanCustody> | undefined,
): Promise<boolean> {
  return ctx.store.saveAudit(project.id, material.session.sessionId, {
    revision: material.revision,
    settled,
    contract: project.contract,
    runId: audit.runId,
    datapointId: audit.datapointId,
    attribution: audit.attribution,
    custody: audit.custody,
    breakCount: audit.breakCount,
    findings: audit.findings,
    custodyOfSpans,
    structure: audit.structure,
    inputHash: hashInputs(material.session.event.inputs),
  });
}
