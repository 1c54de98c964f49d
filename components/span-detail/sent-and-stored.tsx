import type { SpanDetail } from '@/lib/contracts/sessions';
import { JsonView } from './json-view';
import { LongText } from './long-text';

const VALUE_LIMIT = 600;

/** Left what the client sent, in its order; right the event the backend made of it. */
export function SentAndStored({ span }: { readonly span: Pick<SpanDetail, 'ledger' | 'stored'> }) {
  const sent = span.ledger.toSorted((a, b) => a.position - b.position);
  return (
    <div className="@container">
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-3 @lg:grid-cols-2">
        <section className="min-w-0 rounded-lg border border-line">
          <h3 className="flex h-8 items-center border-b border-line bg-well px-3 text-xs text-ink-muted">
            Sent attributes ({sent.length})
          </h3>
          {sent.length === 0 && <p className="p-3 text-xs text-ink-muted">The client sent none.</p>}
          <dl className="divide-y divide-line">
            {sent.map((entry) => (
              <div key={entry.position} className="px-3 py-1.5">
                <dt className="text-xs">
                  <code className="font-mono font-medium [overflow-wrap:anywhere]">{entry.key}</code>{' '}
                  <span className="text-ink-muted">{entry.type}</span>
                </dt>
                <dd className="text-ink-muted">
                  <LongText text={entry.value} limit={VALUE_LIMIT} />
                </dd>
              </div>
            ))}
          </dl>
        </section>
        <JsonView json={span.stored} label="Stored event" />
      </div>
    </div>
  );
}
