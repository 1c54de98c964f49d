import { KeyValueList } from '@/components/ui/key-value-list';
import type { SpanDetail } from '@/lib/contracts/sessions';
import { JsonView } from './json-view';

type RawFacts = Pick<SpanDetail, 'delivery' | 'sightings' | 'variants' | 'droppedAttributesCount' | 'scope' | 'sent'>;

/** The span exactly as it came, and the request that brought it. */
export function RawPanel({ span }: { readonly span: RawFacts }) {
  const { delivery } = span;
  return (
    <div className="space-y-4">
      <section>
        <h3 className="font-semibold">Delivery</h3>
        <KeyValueList
          className="mt-2"
          items={[
            { label: 'Received', value: <time dateTime={delivery.receivedAt}>{delivery.receivedAt}</time> },
            {
              label: 'Client',
              value:
                delivery.client === null ? 'did not name itself' : `${delivery.client.name} ${delivery.client.version}`,
            },
            { label: 'User agent', value: delivery.userAgent ?? 'none sent' },
            { label: 'Request', value: `POST ${delivery.path}, ${delivery.contentType || 'no content type'}` },
            { label: 'Size of the request', value: `${delivery.wireBytes.toLocaleString('en')} bytes` },
            { label: 'Place in the request', value: `span ${delivery.ordinal + 1}` },
            { label: 'Scope', value: [span.scope.name || 'unnamed', span.scope.version].join(' ') },
            { label: 'Received in all', value: sightingsText(span.sightings, span.variants) },
            {
              label: 'Attributes dropped by the client',
              value: span.droppedAttributesCount ?? 'not told (this exporter leaves the count out)',
            },
          ]}
        />
      </section>
      <JsonView json={span.sent} label="OTLP/JSON" />
    </div>
  );
}

function sightingsText(sightings: number, variants: number): string {
  if (sightings === 1) return 'once';
  return `${sightings} times, ${variants > 1 ? `in ${variants} different variants` : 'always the same'}; shown is a complete one if there is one`;
}
