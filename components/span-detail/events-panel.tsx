import { EmptyState } from '@/components/ui/empty-state';
import type { SpanDetail } from '@/lib/contracts/sessions';
import { formatDuration } from '@/lib/trace/format-duration';
import { LongText } from './long-text';

const VALUE_LIMIT = 600;

/** The span's OpenTelemetry events, such as exceptions, in the order sent. */
export function EventsPanel({ span }: { readonly span: Pick<SpanDetail, 'events' | 'startUnixNano'> }) {
  if (span.events.length === 0)
    return <EmptyState title="No events on this span">Exceptions and log records would be listed here.</EmptyState>;
  const start = BigInt(span.startUnixNano);
  return (
    <ol className="divide-y divide-line">
      {span.events.map((event, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: events have no identity but their place, and never change
        <li key={i} className="py-3 first:pt-0">
          <div className="flex flex-wrap items-baseline gap-x-3">
            <h3 className="font-semibold [overflow-wrap:anywhere]">{event.name}</h3>
            <span className="text-xs text-ink-muted">
              {formatDuration(Number(BigInt(event.timeUnixNano) - start) / 1e6)} after the span's start
            </span>
          </div>
          <dl className="mt-1.5 space-y-1.5">
            {event.attributes.map((attribute, j) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: keys may repeat; the list never changes
              <div key={j}>
                <dt>
                  <code className="font-mono text-xs font-medium [overflow-wrap:anywhere]">{attribute.key}</code>{' '}
                  <span className="text-xs text-ink-muted">{attribute.type}</span>
                </dt>
                <dd className="text-ink-muted">
                  <LongText text={attribute.value} limit={VALUE_LIMIT} />
                </dd>
              </div>
            ))}
          </dl>
        </li>
      ))}
    </ol>
  );
}
