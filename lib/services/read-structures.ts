import 'server-only';
import { setImmediate } from 'node:timers/promises';
import type { Project } from '../domain/records';
import type { RunMember, SessionStructure } from '../domain/structure';
import type { AppContext } from './context';

/** What is in memory at a time: so many sessions, or, if these are large, so many spans. */
const SESSIONS_AT_ONCE = 500;
const SPANS_AT_ONCE = 100_000;

export interface ReadStructure<M> {
  readonly member: M;
  /** null for a session that was never judged. */
  readonly structure: SessionStructure | null;
}

/** The structures of sessions in their order, a bounded amount at a time. */
export async function* readStructures<M extends RunMember>(
  ctx: AppContext,
  project: Project,
  members: readonly M[],
): AsyncGenerator<ReadStructure<M>> {
  for (const slice of slicesOf(members)) {
    const structures = await ctx.store.structures(
      project.id,
      slice.map(({ sessionId }) => sessionId),
    );
    for (const member of slice) yield { member, structure: structures.get(member.sessionId) ?? null };
    await setImmediate();
  }
}

function* slicesOf<M extends RunMember>(members: readonly M[]): Generator<readonly M[]> {
  let slice: M[] = [];
  let spans = 0;
  for (const member of members) {
    const isFull = slice.length === SESSIONS_AT_ONCE || spans + member.spanCount > SPANS_AT_ONCE;
    if (isFull && slice.length > 0) {
      yield slice;
      slice = [];
      spans = 0;
    }
    slice.push(member);
    spans += member.spanCount;
  }
  if (slice.length > 0) yield slice;
}
