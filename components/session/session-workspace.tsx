'use client';

import { Info, TriangleAlert } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useCallback, useEffect, useEffectEvent } from 'react';
import type { RowContext } from '@/components/trace-tree/row-context';
import { SpanName } from '@/components/trace-tree/span-name';
import { TraceTree } from '@/components/trace-tree/trace-tree';
import { TreeToolbar } from '@/components/trace-tree/tree-toolbar';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { RowsSkeleton } from '@/components/ui/rows-skeleton';
import type { SessionSummary } from '@/lib/contracts/sessions';
import type { SpanRef } from '@/lib/domain/finding';
import { sessionPath } from '@/lib/query/paths';
import type { SessionTree } from '@/lib/trace/session-tree';
import { SESSION_PLACE } from '@/lib/trace/tree-view';
import { DetailFrame } from './detail-frame';
import { NoSpans } from './no-spans';
import { Notice } from './notice';
import { SessionRecord } from './session-record';
import { TreeCounts } from './tree-counts';
import { TreeProgress } from './tree-progress';
import type { LayElsewhere } from './use-laid-tree';
import { useServerSearch } from './use-server-search';
import { useTreeView } from './use-tree-view';
import { useViewState } from './view-state';

/** Loaded when a span is chosen, and only by the browser: its data may be there before its code is. */
const SpanDetail = dynamic(() => import('@/components/span-detail/span-detail').then((module) => module.SpanDetail), {
  ssr: false,
  loading: () => <RowsSkeleton label="Loading the span" />,
});

interface SessionWorkspaceProps {
  readonly session: SessionSummary;
  readonly tree: SessionTree;
  /** null to lay the tree out right here. */
  readonly layElsewhere: LayElsewhere | null;
}

/** The tree of one session with its toolbar and the detail of what is selected. */
export function SessionWorkspace({ session, tree, layElsewhere }: SessionWorkspaceProps) {
  const { project, sessionId } = session;
  const viewState = useViewState();
  const [view, setView] = viewState;
  const serverSearch = useServerSearch(project, sessionId, view.q);
  const state = useTreeView(tree, layElsewhere, viewState, serverSearch);
  const { drawn, selectedSpan: selected } = state;

  const close = () => void setView({ span: null, trace: null, tab: null });
  const closeOnEscape = useEffectEvent((event: KeyboardEvent) => {
    // A sheet hears Escape itself, and a search box clears its text first.
    const isTaken = event.target instanceof Element && event.target.closest('dialog, input') !== null;
    if (event.key === 'Escape' && !event.defaultPrevented && !isTaken && state.selection.state === 'found') close();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => closeOnEscape(event);
    document.addEventListener('keydown', listener);
    return () => document.removeEventListener('keydown', listener);
  }, []);

  const spanHref: RowContext['spanHref'] = useCallback(
    (other, { traceId, spanId }) => sessionPath(project, other, { trace: traceId, span: spanId }),
    [project],
  );
  const renderSpanLink = (span: SpanRef | null) => (
    <button
      type="button"
      onClick={() => (span === null ? state.selectSession() : state.selectSpan(span))}
      className="link cursor-pointer text-left [overflow-wrap:anywhere]"
    >
      {span === null ? 'the session record' : <SpanName name={span.name} />}
    </button>
  );

  const isSessionSelected = state.selection.state === 'found' && state.selection.place === SESSION_PLACE;

  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
      {state.selection.state === 'unknown' && (
        <Notice
          icon={TriangleAlert}
          tone="warn"
          action={
            <Button size="sm" onClick={close}>
              Dismiss
            </Button>
          }
        >
          The link names span <code className="font-mono text-xs">{view.span ?? view.trace}</code>, which is not in this
          session. It may have been removed, or belong to another session.
        </Notice>
      )}
      {state.isLayoutStale && (
        <Notice icon={Info}>The layout from the link no longer fits this trace, so every row is open.</Notice>
      )}
      <div
        className={
          selected !== null || isSessionSelected
            ? 'grid grid-cols-[minmax(0,1fr)] gap-4 lg:grid-cols-[minmax(0,1fr)_minmax(26rem,42%)]'
            : 'grid grid-cols-[minmax(0,1fr)]'
        }
      >
        {drawn === null ? (
          <TreeProgress spans={tree.facts.spans} bytes={0} isComplete />
        ) : (
          <Card aria-label="Trace tree" className="self-start overflow-hidden">
            {drawn.tree.facts.spans === 0 ? (
              <NoSpans session={session} />
            ) : (
              <>
                <TreeToolbar
                  onlyProblems={state.onlyProblems}
                  onOnlyProblems={(only) => void setView({ only })}
                  problems={drawn.tree.facts.problems}
                  search={view.q}
                  onSearch={(q) => void setView({ q: q === '' ? null : q })}
                  matches={state.matchSteps}
                  breaks={state.breaks}
                  onFoldAll={state.foldAll}
                />
                <TreeCounts
                  rows={drawn.laid.rows}
                  hiddenBy={{ search: drawn.choice.search.trim() !== '', onlyProblems: drawn.choice.onlyProblems }}
                  note={serverSearch.note}
                />
                <TraceTree
                  tree={drawn.tree}
                  laid={drawn.laid}
                  isBusy={state.isBusy}
                  session={session}
                  activeRow={state.activeRow}
                  selectedRow={isSessionSelected ? 0 : state.selectedRow}
                  scrollTo={state.scrollTo}
                  spanHref={spanHref}
                  onCommand={state.run}
                />
                <NothingShown
                  isSearching={state.isSearching}
                  isEmpty={drawn.laid.rows.hidden === drawn.tree.facts.spans}
                  onShowAll={() => void setView({ only: false, q: null })}
                />
                <KeyHints />
              </>
            )}
          </Card>
        )}
        {selected !== null && (
          <DetailFrame title={`Span ${selected.name}`} onClose={close}>
            <SpanDetail
              key={`${selected.traceId} ${selected.spanId}`}
              project={project}
              sessionId={sessionId}
              span={selected}
              tab={view.tab}
              onTabChange={(tab) => void setView({ tab })}
              onClose={close}
              ownKeys={session.ownKeys}
              renderSpanLink={renderSpanLink}
            />
          </DetailFrame>
        )}
        {isSessionSelected && (
          <DetailFrame title="Session record" onClose={close}>
            <SessionRecord session={session} onClose={close} />
          </DetailFrame>
        )}
      </div>
    </div>
  );
}

interface NothingShownProps {
  readonly isSearching: boolean;
  readonly isEmpty: boolean;
  readonly onShowAll: () => void;
}

function NothingShown({ isSearching, isEmpty, onShowAll }: NothingShownProps) {
  if (!isEmpty) return null;
  return (
    <EmptyState
      className="py-8"
      title={isSearching ? 'No span matches' : 'No span has a problem'}
      action={<Button onClick={onShowAll}>Show all spans</Button>}
    >
      {isSearching && 'The search looks at names, span and trace ids, and at the keys and values that were sent.'}
    </EmptyState>
  );
}

function KeyHints() {
  return (
    <p className="hidden border-t border-line px-3 py-1.5 text-xs text-ink-muted lg:block">
      ↑ ↓ move · → ← open, close · Enter detail · [ ] breaks · * open siblings · / search · Esc close
    </p>
  );
}
