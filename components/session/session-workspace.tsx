'use client';

import { Info, TriangleAlert } from 'lucide-react';
import { useCallback, useEffect, useEffectEvent } from 'react';
import { SpanDetail } from '@/components/span-detail/span-detail';
import type { RowContext } from '@/components/trace-tree/row-context';
import { SpanName } from '@/components/trace-tree/span-name';
import { TraceTree } from '@/components/trace-tree/trace-tree';
import { TreeToolbar } from '@/components/trace-tree/tree-toolbar';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import type { SessionDetail, SkeletonSpan } from '@/lib/contracts/sessions';
import type { SpanRef } from '@/lib/domain/finding';
import { sessionPath } from '@/lib/query/paths';
import type { SessionTree } from '@/lib/trace/session-tree';
import { SESSION_ROW } from '@/lib/trace/tree-view';
import { DetailFrame } from './detail-frame';
import { NoSpans } from './no-spans';
import { Notice } from './notice';
import { SessionNotices } from './session-notices';
import { SessionRecord } from './session-record';
import { useTreeView } from './use-tree-view';

interface SessionWorkspaceProps {
  readonly session: SessionDetail;
  /** Built from the session. */
  readonly tree: SessionTree<SkeletonSpan>;
}

/** The tree of one session with its toolbar, its notices and the detail of what is selected. Key it by session. */
export function SessionWorkspace({ session, tree }: SessionWorkspaceProps) {
  const state = useTreeView(tree);
  const { view, setView, rows } = state;
  const { project, sessionId } = session;

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
      onClick={() => (span === null ? state.select(SESSION_ROW) : state.selectSpan(span))}
      className="link cursor-pointer text-left [overflow-wrap:anywhere]"
    >
      {span === null ? 'the session record' : <SpanName name={span.name} />}
    </button>
  );

  const selectedNode = state.selection.state === 'found' ? tree.nodeOfId.get(state.selection.id) : undefined;
  const selected = selectedNode === undefined ? undefined : tree.spans[selectedNode];
  const isSessionSelected = state.selection.state === 'found' && state.selection.id === SESSION_ROW;

  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <SessionNotices session={session} tree={tree} />
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
          selected !== undefined || isSessionSelected
            ? 'grid grid-cols-[minmax(0,1fr)] gap-4 lg:grid-cols-[minmax(0,1fr)_minmax(26rem,42%)]'
            : 'grid grid-cols-[minmax(0,1fr)]'
        }
      >
        <Card aria-label="Trace tree" className="self-start overflow-hidden">
          {session.spans.length === 0 ? (
            <NoSpans session={session} />
          ) : (
            <>
              <TreeToolbar
                onlyProblems={state.onlyProblems}
                onOnlyProblems={(only) => void setView({ only })}
                hidden={state.hidden}
                problems={tree.problemCount}
                search={view.q}
                onSearch={(q) => void setView({ q: q === '' ? null : q })}
                matches={state.matchSteps}
                breaks={state.breaks}
                onFoldAll={state.foldAll}
              />
              <TraceTree
                tree={tree}
                session={session}
                keys={session.keys}
                rows={rows}
                matches={state.matches}
                activeRow={state.activeRow}
                selectedRow={isSessionSelected ? 0 : state.selectedRow}
                scrollTo={state.scrollTo}
                spanHref={spanHref}
                onCommand={state.run}
              />
              <NothingShown state={state} spanCount={tree.spans.length} />
              <KeyHints />
            </>
          )}
        </Card>
        {selected !== undefined && (
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

function NothingShown({ state, spanCount }: { state: ReturnType<typeof useTreeView>; spanCount: number }) {
  if (state.hidden < spanCount) return null;
  const isSearching = state.matches !== null;
  return (
    <EmptyState
      className="py-8"
      title={isSearching ? 'No span matches' : 'No span has a problem'}
      action={<Button onClick={() => void state.setView({ only: false, q: null })}>Show all spans</Button>}
    >
      {isSearching && 'The search looks at span names, span ids and trace ids.'}
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
