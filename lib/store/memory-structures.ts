import type { RunMember, SessionStructure } from '../domain/structure';
import { sessionsOfRun } from './memory-lists';
import { compareText, type MemoryProject } from './memory-rows';
import { filingOf } from './session-tally';
import { storedText } from './stored-text';

export function runMembers(owner: MemoryProject, runId: string): readonly RunMember[] {
  const members = sessionsOfRun(owner, storedText(runId)).map(({ sessionId, tally, judged }) => ({
    sessionId,
    datapointId: filingOf(tally).datapointId,
    inputHash: judged?.inputHash ?? null,
    spanCount: tally.spanCount,
    settled: tally.settled,
    revision: tally.revision,
    contract: tally.contract,
  }));
  return members.sort(
    (a, b) => compareDatapoints(a.datapointId, b.datapointId) || compareText(a.sessionId, b.sessionId),
  );
}

function compareDatapoints(a: string | null, b: string | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return compareText(a, b);
}

export function structuresOf(
  owner: MemoryProject,
  sessionIds: readonly string[],
): ReadonlyMap<string, SessionStructure> {
  const structures = new Map<string, SessionStructure>();
  for (const id of sessionIds) {
    const judged = owner.sessions.get(storedText(id))?.judged ?? null;
    if (judged !== null) structures.set(id, judged.structure);
  }
  return structures;
}
