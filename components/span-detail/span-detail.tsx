'use client';

import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { SpanName } from '@/components/trace-tree/span-name';
import { SpanTypeIcon } from '@/components/trace-tree/span-type-icon';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { CopyableId } from '@/components/ui/copyable-id';
import { ErrorState } from '@/components/ui/error-state';
import { Skeleton } from '@/components/ui/skeleton';
import { Tab, TabList, TabPanel, Tabs } from '@/components/ui/tabs';
import type { SpanDetail as SpanDetailDto } from '@/lib/contracts/sessions';
import type { SpanRef } from '@/lib/domain/finding';
import { ApiError } from '@/lib/query/fetch-json';
import { spanDetailOptions } from '@/lib/query/sessions';
import { formatDuration } from '@/lib/trace/format-duration';
import { AttributionPanel } from './attribution-panel';
import type { DetailTab } from './detail-tabs';
import { EventsPanel } from './events-panel';
import { LedgerPanel } from './ledger-panel';
import { RawPanel } from './raw-panel';
import { SentAndStored } from './sent-and-stored';

interface SpanDetailProps {
  readonly project: string;
  readonly sessionId: string;
  /** Which span; its name is drawn at once, before the rest is loaded. */
  readonly span: SpanRef;
  readonly tab: DetailTab;
  readonly onTabChange: (tab: DetailTab) => void;
  readonly onClose: () => void;
  /** Values on the session's own record, by key. */
  readonly ownKeys: Readonly<Record<string, string>>;
  /** A link to another span of the session; null for the session's own record. */
  readonly renderSpanLink: (span: SpanRef | null) => ReactNode;
}

/** Everything about one span, attribution first. */
export function SpanDetail({ project, sessionId, span, onClose, ...panels }: SpanDetailProps) {
  const query = useQuery(spanDetailOptions(project, sessionId, span.traceId, span.spanId));
  return (
    <article aria-label={`Span ${span.name}`} className="min-w-0">
      <header className="sticky top-0 z-10 flex items-start gap-2 border-b border-line bg-surface py-3 pl-4 pr-2">
        {query.data !== undefined && <SpanTypeIcon type={query.data.type} className="mt-1" />}
        <div className="min-w-0 grow">
          <h2 className="text-base font-semibold [overflow-wrap:anywhere]">
            <SpanName name={span.name} />
          </h2>
          <p className="mt-0.5 flex flex-wrap items-center gap-x-3 text-xs text-ink-muted">
            <CopyableId id={span.spanId} what="span id" />
            {query.data !== undefined && <SpanFacts span={query.data} />}
          </p>
        </div>
        <Button variant="ghost" size="icon" aria-label="Close span detail" onClick={onClose}>
          <X aria-hidden />
        </Button>
      </header>
      <div className="px-4 pb-6 pt-1">
        {query.data !== undefined ? (
          <DetailTabs span={query.data} {...panels} />
        ) : query.isError ? (
          <SpanError error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <LoadingDetail />
        )}
      </div>
    </article>
  );
}

function SpanFacts({ span }: { readonly span: SpanDetailDto }) {
  return (
    <>
      <span>{span.durationMs === null ? 'never ended' : formatDuration(span.durationMs)}</span>
      <span>{span.kind.toLowerCase()}</span>
      {span.status.code === 'ERROR' && <Badge tone="bad">error</Badge>}
      {span.status.message !== '' && <span className="[overflow-wrap:anywhere]">{span.status.message}</span>}
      {span.sightings > 1 && (
        <Badge tone="warn">
          received ×{span.sightings}
          {span.variants > 1 && `, ${span.variants} variants`}
        </Badge>
      )}
    </>
  );
}

interface DetailTabsProps extends Pick<SpanDetailProps, 'tab' | 'onTabChange' | 'ownKeys' | 'renderSpanLink'> {
  readonly span: SpanDetailDto;
}

function DetailTabs({ span, tab, onTabChange, ownKeys, renderSpanLink }: DetailTabsProps) {
  const wrong = span.attribution.filter(({ state }) => state !== 'present' && state !== 'not-applicable').length;
  const notPreserved = span.ledger.filter(({ state }) => state !== 'preserved').length;
  return (
    <Tabs value={tab} onValueChange={(next) => onTabChange(next as DetailTab)}>
      <TabList aria-label="Span detail">
        <Tab value="attribution">
          Attribution <Count of={wrong} />
        </Tab>
        <Tab value="ledger">
          Ledger <Count of={notPreserved} />
        </Tab>
        <Tab value="stored">Sent and stored</Tab>
        <Tab value="events">Events {span.events.length > 0 && `(${span.events.length})`}</Tab>
        <Tab value="raw">Raw</Tab>
      </TabList>
      <TabPanel value="attribution">
        <AttributionPanel verdicts={span.attribution} ownKeys={ownKeys} renderSpanLink={renderSpanLink} />
      </TabPanel>
      <TabPanel value="ledger">
        <LedgerPanel key={span.spanId} span={span} />
      </TabPanel>
      <TabPanel value="stored">
        <SentAndStored span={span} />
      </TabPanel>
      <TabPanel value="events">
        <EventsPanel span={span} />
      </TabPanel>
      <TabPanel value="raw">
        <RawPanel span={span} />
      </TabPanel>
    </Tabs>
  );
}

function Count({ of }: { readonly of: number }) {
  if (of === 0) return null;
  return (
    <Badge tone="bad">
      {of}
      <span className="sr-only">{of === 1 ? ' problem' : ' problems'}</span>
    </Badge>
  );
}

function SpanError({ error, onRetry }: { readonly error: Error; readonly onRetry: () => void }) {
  if (error instanceof ApiError && error.status === 404)
    return (
      <ErrorState
        title="This span is no longer here"
        detail={`${error.message} Reload the page to see the session as it is now.`}
      />
    );
  return <ErrorState title="The span could not be loaded" detail={error.message} onRetry={onRetry} />;
}

function LoadingDetail() {
  return (
    <div role="status" className="space-y-3 pt-4">
      <span className="sr-only">Loading the span</span>
      {['w-1/3', 'w-2/3', 'w-1/2', 'w-3/4', 'w-1/4', 'w-2/3'].map((width, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a fixed drawing
        <Skeleton key={i} className={width} />
      ))}
    </div>
  );
}
