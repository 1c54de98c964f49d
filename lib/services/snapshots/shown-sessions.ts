import type { SnapshotContents } from '../../contracts/snapshots';

type Shown = Pick<SnapshotContents, 'comparison' | 'findings' | 'tree' | 'datapoints' | 'exemplars'>;

/** Every session that the contents show anything of, each once, sorted: erasing one of them must erase the contents. */
export function shownSessions({ comparison, findings, tree, datapoints, exemplars }: Shown): readonly string[] {
  const sides = [...comparison.rows, ...tree.nodes].flatMap(({ base, run }) => [base, run]);
  const spans = sides.flatMap((side) => side?.example ?? []);
  return [
    ...new Set([
      ...[...findings, ...exemplars, ...spans].map(({ sessionId }) => sessionId),
      ...datapoints.flatMap(({ baseSessions, runSessions }) => [...baseSessions, ...runSessions]),
    ]),
  ].sort();
}
