'use client';

import { useQuery } from '@tanstack/react-query';
import { Check } from 'lucide-react';
import Link from 'next/link';
import { type RefObject, useLayoutEffect, useRef } from 'react';
import { CustodyMark, StateMark } from '@/components/state/state-mark';
import { SpanName } from '@/components/trace-tree/span-name';
import { Dialog, DialogContent } from '@/components/ui/dialog';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { formatCount, formatCounted } from '@/components/ui/format-number';
import { RowsSkeleton } from '@/components/ui/rows-skeleton';
import { Select } from '@/components/ui/select';
import type { NodeSpans, NodeSpansQuery } from '@/lib/contracts/structure';
import { ATTRIBUTION_KEYS } from '@/lib/domain/attribution-keys';
import { isBadState } from '@/lib/domain/structure';
import { sessionPath } from '@/lib/query/paths';
import { nodeSpansOptions } from '@/lib/query/structure';
import { visibleText } from '@/lib/trace/visible-text';

type Key = NonNullable<NodeSpansQuery['key']>;

interface NodeSpansDialogProps {
  readonly project: string;
  readonly runId: string;
  /** Of the node. */
  readonly path: string;
  /** Only spans of this datapoint. */
  readonly datapoint?: string;
  /** Only spans in which this key is bad; null for all spans. */
  readonly spanKey: Key | null;
  readonly onKey: (key: Key | null) => void;
  readonly onClose: () => void;
}

/** Spans of one node of a run, each the way to itself. Open as long as it is there. */
export function NodeSpansDialog({ project, runId, path, datapoint, spanKey, onKey, onClose }: NodeSpansDialogProps) {
  const list = useQuery(nodeSpansOptions(project, runId, path, { key: spanKey, datapoint }));
  const { data, error } = list;
  const opener = useOpener();
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        title={data === undefined ? 'Spans' : visibleText(data.text)}
        description={data && countText(data, spanKey)}
        focusAfterwards={opener}
        className="max-w-2xl [overflow-wrap:anywhere]"
      >
        <Select
          aria-label="Which spans"
          value={spanKey ?? ''}
          onChange={(event) => onKey(KEYS.find((key) => key === event.target.value) ?? null)}
          className="mb-3"
        >
          <option value="">All spans</option>
          {KEYS.map((key) => (
            <option key={key} value={key}>
              {key} not as it should be
            </option>
          ))}
        </Select>
        {data === undefined ? (
          error === null ? (
            <RowsSkeleton label="Loading the spans" />
          ) : (
            <ErrorState
              title="The spans could not be loaded"
              detail={error.message}
              onRetry={() => void list.refetch()}
            />
          )
        ) : (
          <SpanList project={project} spans={data.spans} />
        )}
      </DialogContent>
    </Dialog>
  );
}

/** What had the focus before the dialog took it. */
function useOpener(): RefObject<HTMLElement | null> {
  const opener = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    if (document.activeElement instanceof HTMLElement) opener.current ??= document.activeElement;
  }, []);
  return opener;
}

const KEYS: readonly Key[] = ATTRIBUTION_KEYS.map(({ name }) => name);

function countText({ spans, total }: NodeSpans, key: Key | null): string {
  const what = key === null ? formatCounted(total, 'span') : `${formatCounted(total, 'span')} with a bad ${key}`;
  return spans.length < total ? `${what}; ${formatCount(spans.length)} of them are listed.` : `${what}.`;
}

interface SpanListProps {
  readonly project: string;
  readonly spans: NodeSpans['spans'];
}

function SpanList({ project, spans }: SpanListProps) {
  if (spans.length === 0) {
    return (
      <EmptyState icon={Check} title="No such span">
        Every span of this place is as it should be.
      </EmptyState>
    );
  }
  return (
    <ul aria-label="Spans" className="divide-y divide-line border-y border-line">
      {spans.map(({ sessionId, datapointId, traceId, spanId, name, states, worstCustody }) => (
        <li key={`${sessionId} ${traceId} ${spanId}`} className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2">
          <span className="min-w-0 grow basis-60">
            <Link
              href={sessionPath(project, sessionId, { trace: traceId, span: spanId })}
              className="link block truncate text-sm"
            >
              <SpanName name={name} /> <span className="font-mono text-xs">{spanId}</span>
            </Link>
            <span className="block truncate font-mono text-xs text-ink-muted">
              {datapointId === null ? `session ${visibleText(sessionId)}` : visibleText(datapointId)}
            </span>
          </span>
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1 text-xs">
            {Object.entries(states).map(([key, state]) => (
              <StateMark key={key} state={state} of={key} label={isBadState(state)} />
            ))}
            <CustodyMark
              state={worstCustody}
              of="sent keys"
              label={worstCustody !== null && worstCustody !== 'preserved'}
            />
          </span>
        </li>
      ))}
    </ul>
  );
}
