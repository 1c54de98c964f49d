import { type BaselineScope, baselineScopeOf, type PinnedBaseline } from '../domain/baseline';
import { badSpans } from '../domain/structure';
import { sessionsOfRun } from './memory-lists';
import { compareText, type MemoryProject } from './memory-rows';
import { cleanBaseline, cleanScope, runIsGone } from './pinned-baselines';

export function pinBaseline(owner: MemoryProject, asked: PinnedBaseline): void {
  const baseline = cleanBaseline(asked);
  if (!owner.runs.has(baseline.runId)) throw runIsGone();
  const others = owner.baselines.filter(({ scope }) => compareScopes(scope, baseline.scope) !== 0);
  owner.baselines = [...others, baseline].sort((a, b) => compareScopes(a.scope, b.scope));
}

export function unpinBaseline(owner: MemoryProject, asked: BaselineScope): boolean {
  const before = owner.baselines.length;
  owner.baselines = owner.baselines.filter(({ scope }) => compareScopes(scope, cleanScope(asked)) !== 0);
  return owner.baselines.length < before;
}

function compareScopes(a: BaselineScope, b: BaselineScope): number {
  return compareText(a.kind, b.kind) || compareText(a.value, b.value);
}

export function latestPassingRun(owner: MemoryProject, asked: BaselineScope, before: Date): string | null {
  const wanted = cleanScope(asked);
  const newestFirst = [...owner.runs.values()]
    .filter((run) => {
      const scope = baselineScopeOf(run);
      return scope !== null && compareScopes(scope, wanted) === 0 && run.createdAt < before;
    })
    .sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime() || compareText(b.runId, a.runId));
  return newestFirst.find(({ runId }) => passes(owner, runId))?.runId ?? null;
}

function passes(owner: MemoryProject, runId: string): boolean {
  const tallies = sessionsOfRun(owner, runId).map(({ tally }) => tally);
  return (
    tallies.some(({ spanCount }) => spanCount > 0) &&
    tallies.every(
      ({ settled, custody, attribution }) =>
        settled && custody.lost === 0 && [...attribution.values()].every((counts) => badSpans({ counts }) === 0),
    )
  );
}
