import 'server-only';
import { randomBytes } from 'node:crypto';
import type { SnapshotContents, SnapshotCreate, SnapshotDto } from '../../contracts/snapshots';
import type { Project } from '../../domain/records';
import type { AppContext } from '../context';
import { findProject } from '../find-project';
import { expiryAfter } from './expiry-after';
import { freezeComparison } from './freeze-comparison';
import { hashLinkToken, newLinkToken } from './link-token';
import { redactForShow } from './redact-for-show';
import { shownSessions } from './shown-sessions';
import { toSnapshot } from './to-snapshot';

const ID_BYTES = 16;

/** A snapshot with the token of its link: only told now, for only its hash is kept. */
export interface NewLink {
  readonly snapshot: SnapshotDto;
  readonly token: string;
}

/** Freezes a comparison under a link. @throws AppError `not-found`, `conflict` when some of it is deleted meanwhile. */
export async function createSnapshot(
  ctx: AppContext,
  projectName: string,
  { base, run, title, redact, expiresInDays }: SnapshotCreate,
): Promise<NewLink> {
  const project = await findProject(ctx, projectName);
  const frozen = await freezeComparison(ctx, projectName, { base, run, title });
  const sessionIds = new Set([...shownSessions(frozen), ...(await sessionsOfParents(ctx, project, frozen))]);
  const { contents } = redactForShow(frozen, redact);
  const token = newLinkToken();
  const createdAt = new Date(contents.createdAt);
  const created = await ctx.store.createSnapshot(project.id, {
    id: randomBytes(ID_BYTES).toString('base64url'),
    tokenHash: hashLinkToken(token),
    title: contents.title,
    baseRunId: base,
    runId: run,
    createdAt,
    expiresAt: expiryAfter(expiresInDays, createdAt),
    contents: JSON.stringify(contents),
    sessionIds: [...sessionIds],
  });
  ctx.log.info({ project: project.name, snapshot: created.id, base, run }, 'a comparison was shared');
  return { snapshot: toSnapshot(created, createdAt), token };
}

/** A finding names the parent that still has the keys: it may belong to another session of the trace. */
async function sessionsOfParents(
  ctx: AppContext,
  project: Project,
  { findings }: Pick<SnapshotContents, 'findings'>,
): Promise<readonly string[]> {
  const sessions: string[] = [];
  for (const { parent } of findings) {
    if (parent === null) continue;
    for (const found of await ctx.store.locate('span', parent.spanId, project.id)) {
      if (found.traceId === parent.traceId && found.sessionId !== null) sessions.push(found.sessionId);
    }
  }
  return sessions;
}
