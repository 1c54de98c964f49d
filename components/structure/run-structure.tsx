'use client';

import { useQuery } from '@tanstack/react-query';
import { Hourglass, ListTree, Scissors } from 'lucide-react';
import { useQueryStates } from 'nuqs';
import { lazy, Suspense } from 'react';
import { runParams } from '@/components/run/run-params';
import { Notice } from '@/components/session/notice';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { formatCount, formatCounted } from '@/components/ui/format-number';
import { RowsSkeleton } from '@/components/ui/rows-skeleton';
import { StaleNotice } from '@/components/ui/stale-notice';
import type { MergedTree } from '@/lib/contracts/structure';
import { structureOptions } from '@/lib/query/structure';
import { StructureMatrix } from './structure-matrix';

/** Loaded when somebody asks for the spans of a place. */
const NodeSpansDialog = lazy(() =>
  import('./node-spans-dialog').then((module) => ({ default: module.NodeSpansDialog })),
);

interface RunStructureProps {
  readonly project: string;
  readonly runId: string;
  /** Its numbers may still change. */
  readonly isUnsettled: boolean;
}

/** The places of a run's spans and what became of each key there, with the spans of a place in a dialog. */
export function RunStructure({ project, runId, isUnsettled }: RunStructureProps) {
  const [{ all, node, key }, setParams] = useQueryStates(runParams);
  const structure = useQuery(structureOptions(project, runId, isUnsettled));
  const { data: tree, error } = structure;
  const retry = () => void structure.refetch();
  if (tree === undefined) {
    return error === null ? (
      <RowsSkeleton label="Loading the structure" />
    ) : (
      <ErrorState title="The structure could not be loaded" detail={error.message} onRetry={retry} />
    );
  }
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <TreeNotices tree={tree} />
      <Card aria-label="Structure">
        {error !== null && <StaleNotice detail={error.message} since={structure.dataUpdatedAt} onRetry={retry} />}
        {tree.nodes.length === 0 ? (
          <EmptyState icon={ListTree} title="No structure yet">
            {tree.unjudgedSessions === 0
              ? 'No span of this run has arrived.'
              : 'The sessions of this run wait for their first verdict.'}
          </EmptyState>
        ) : (
          <StructureMatrix
            project={project}
            tree={tree}
            sides="run"
            showAll={all}
            onShowAll={(showAll) => void setParams({ all: showAll })}
            onList={(choice) =>
              // The key belongs to the list from now on: together with a state it would filter the datapoints.
              void setParams({ node: choice.path, key: choice.key, state: null }, { history: 'push' })
            }
          />
        )}
      </Card>
      {node !== null && (
        <Suspense fallback={null}>
          <NodeSpansDialog
            project={project}
            runId={runId}
            path={node}
            spanKey={key}
            onKey={(next) => void setParams({ key: next })}
            onClose={() => void setParams({ node: null, key: null })}
          />
        </Suspense>
      )}
    </div>
  );
}

function TreeNotices({ tree: { left, unjudgedSessions, nodes } }: { readonly tree: MergedTree }) {
  return (
    <>
      {unjudgedSessions > 0 && (
        <Notice icon={Hourglass}>
          {formatCounted(unjudgedSessions, 'session')} not judged yet: their spans are not counted here.
        </Notice>
      )}
      {left > 0 && (
        <Notice icon={Scissors} tone="warn">
          The tree has {formatCount(nodes.length + left)} places; {formatCount(left)} are left out, complete ones first.
          The findings tell of all.
        </Notice>
      )}
    </>
  );
}
