'use client';

import { useQuery } from '@tanstack/react-query';
import { ListTree } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { CandidateLetter } from '@/components/structure/candidate-letter';
import { type SpanChoice, StructureMatrix } from '@/components/structure/structure-matrix';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { formatCount, formatCounted } from '@/components/ui/format-number';
import { RowsSkeleton } from '@/components/ui/rows-skeleton';
import { StaleNotice } from '@/components/ui/stale-notice';
import type { MergedTree, NodeSpansQuery } from '@/lib/contracts/structure';
import { ATTRIBUTION_KEYS } from '@/lib/domain/attribution-keys';
import { type ComparedPair, comparedTreeOptions } from '@/lib/query/compare';
import { useCompareView } from './use-compare-view';

/** Loaded when somebody asks for the spans of a path. */
const NodeSpansDialog = lazy(() =>
  import('@/components/structure/node-spans-dialog').then((module) => ({ default: module.NodeSpansDialog })),
);

type Key = NonNullable<NodeSpansQuery['key']>;

interface ComparedStructureProps {
  readonly project: string;
  readonly pair: ComparedPair;
  /** Of the candidate. */
  readonly letter: string;
  /** Only this datapoint; empty for sessions without one. */
  readonly datapoint?: string;
}

/** The trees of two runs merged into one, side by side, with the spans of a path in a dialog. */
export function ComparedStructure({ project, pair, letter, datapoint }: ComparedStructureProps) {
  const { view, setView } = useCompareView();
  const [listed, setListed] = useState<{ choice: SpanChoice; key: Key | null } | null>(null);
  const { data: tree, error, ...query } = useQuery(comparedTreeOptions(project, pair, datapoint));
  const retry = () => void query.refetch();
  if (tree === undefined) {
    return error === null ? (
      <RowsSkeleton label="Loading the trees" />
    ) : (
      <ErrorState title="The trees could not be loaded" detail={error.message} onRetry={retry} />
    );
  }
  const listedNode = listed === null ? undefined : tree.nodes.find(({ path }) => path === listed.choice.path);
  return (
    <div aria-busy={query.isPlaceholderData} className={query.isPlaceholderData ? 'opacity-60' : ''}>
      {error !== null && <StaleNotice detail={error.message} since={query.dataUpdatedAt} onRetry={retry} />}
      <TreeLimits tree={tree} />
      {tree.nodes.length === 0 ? (
        <EmptyState icon={ListTree} title="No tree to show">
          {datapoint === undefined
            ? 'No span of either run has been judged yet.'
            : 'Neither run has a judged span of this datapoint.'}
        </EmptyState>
      ) : (
        <CandidateLetter value={letter}>
          <StructureMatrix
            project={project}
            tree={tree}
            sides="both"
            showAll={view.all}
            onShowAll={(all) => setView({ all })}
            onList={(choice) =>
              setListed({ choice, key: ATTRIBUTION_KEYS.find(({ name }) => name === choice.key)?.name ?? null })
            }
          />
        </CandidateLetter>
      )}
      {listed !== null && (
        <Suspense fallback={null}>
          <NodeSpansDialog
            project={project}
            runId={pair[listed.choice.side]}
            path={listed.choice.path}
            // Aligned by inputs, a datapoint has another id in each run.
            {...(datapoint !== undefined && {
              datapoint: listedNode?.[listed.choice.side]?.example?.datapointId ?? datapoint,
            })}
            spanKey={listed.key}
            onKey={(key) => setListed({ ...listed, key })}
            onClose={() => setListed(null)}
          />
        </Suspense>
      )}
    </div>
  );
}

function TreeLimits({ tree: { nodes, left, unjudgedSessions } }: { readonly tree: MergedTree }) {
  if (left === 0 && unjudgedSessions === 0) return null;
  return (
    <p className="border-b border-line px-4 py-2 text-xs text-ink-muted">
      {unjudgedSessions > 0 && `${formatCounted(unjudgedSessions, 'session')} not judged yet and not counted here. `}
      {left > 0 &&
        `The tree has ${formatCount(nodes.length + left)} paths; the last ${formatCount(left)} are left out.`}
    </p>
  );
}
