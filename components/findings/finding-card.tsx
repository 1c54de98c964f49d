import { ArrowRight } from 'lucide-react';
import type { Route } from 'next';
import Link from 'next/link';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { CopyableId } from '@/components/ui/copyable-id';
import { formatCounted } from '@/components/ui/format-number';
import { KeyValueList } from '@/components/ui/key-value-list';
import type { Cause, Finding } from '@/lib/domain/finding';
import { HandoverChain } from './handover-chain';
import { SeverityBadge } from './severity-badge';

const CAUSE_NAMES: Readonly<Record<Cause, string>> = {
  'selective-processor': 'Selective span processor',
  'trace-split': 'Trace split',
  'attribute-limit': 'Attribute limit',
  'root-only-stamping': 'Root-only stamping',
  'late-attach': 'Late attach',
  'parent-not-exported': 'Parent not exported',
  'session-id-replaced': 'Session id replaced',
  'not-determined': 'Not determined',
};

interface FindingCardProps {
  readonly finding: Finding;
  /** Where its break point can be seen; absent when the reader is there already. */
  readonly href?: Route;
  /** The datapoint it was found in. */
  readonly datapointId?: string | null;
}

/** One finding, with all a reader needs to check it and to act on it. */
export function FindingCard({ finding, href, datapointId }: FindingCardProps) {
  const { cause, span } = finding;
  return (
    <Card className="overflow-hidden">
      <header className="flex flex-wrap items-start gap-x-3 gap-y-2 border-b border-line px-4 py-3">
        <SeverityBadge severity={finding.severity} />
        <div className="min-w-0 grow basis-72">
          <h3 className="text-sm font-semibold text-ink [overflow-wrap:anywhere]">{finding.title}</h3>
          <p className="mt-0.5 flex flex-wrap items-center gap-x-2 text-xs text-ink-muted">
            <span className="font-mono">{finding.rule}</span>
            {finding.shape !== null && <span>{finding.shape.replaceAll('-', ' ')} break</span>}
            <span>{formatCounted(finding.size, nounOf(finding))} affected</span>
          </p>
        </div>
        {href !== undefined && (
          <Button asChild size="sm">
            <Link href={href}>
              {finding.shape === null ? 'Show in its session' : 'Go to the break'}
              <ArrowRight aria-hidden />
            </Link>
          </Button>
        )}
      </header>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-x-8 gap-y-5 p-4 lg:grid-cols-2">
        <div className="grid content-start gap-5">
          <HandoverChain handover={finding.handover} />
          <KeyValueList
            items={[
              ...(finding.keys.length === 0
                ? []
                : [
                    {
                      label: 'Keys',
                      value: (
                        <span className="flex flex-wrap gap-1">
                          {finding.keys.map((key) => (
                            <Badge key={key} className="font-mono font-normal">
                              {key}
                            </Badge>
                          ))}
                        </span>
                      ),
                    },
                  ]),
              ...(span === null
                ? []
                : [
                    {
                      label: finding.shape === null ? 'Span' : 'Break point',
                      value: (
                        <span className="flex min-w-0 flex-wrap items-center gap-x-2">
                          <span>{span.name}</span>
                          <CopyableId id={span.spanId} what="span id" />
                        </span>
                      ),
                    },
                  ]),
              ...(finding.shape === null
                ? []
                : [
                    {
                      label: 'Last good',
                      value: finding.parent === null ? 'the session’s own record' : finding.parent.name,
                    },
                  ]),
              ...(datapointId == null
                ? []
                : [{ label: 'Datapoint', value: <span className="font-mono text-xs">{datapointId}</span> }]),
            ]}
          />
          <ExpectedAndFound finding={finding} />
        </div>
        <div className="grid content-start gap-4 text-sm">
          <section>
            <h4 className="text-xs font-medium text-ink-muted">Cause</h4>
            <p className="mt-0.5 font-medium text-ink">
              {CAUSE_NAMES[cause.code]}{' '}
              {cause.code !== 'not-determined' && <Badge tone="outline">{cause.confidence} confidence</Badge>}
            </p>
            <p className="mt-0.5 text-ink [overflow-wrap:anywhere]">{cause.text}</p>
          </section>
          {finding.evidence.length > 0 && (
            <section>
              <h4 className="text-xs font-medium text-ink-muted">Evidence</h4>
              <ul className="mt-1 list-disc space-y-1 pl-4 text-ink marker:text-ink-muted">
                {finding.evidence.map((line) => (
                  <li key={line} className="[overflow-wrap:anywhere]">
                    {line}
                  </li>
                ))}
              </ul>
            </section>
          )}
          <section className="rounded-md bg-well px-3 py-2">
            <h4 className="text-xs font-medium text-ink-muted">What to do next</h4>
            <p className="mt-0.5 text-ink [overflow-wrap:anywhere]">{finding.advice}</p>
          </section>
        </div>
      </div>
    </Card>
  );
}

/** What the size of a finding counts. */
function nounOf({ rule }: Finding): string {
  if (rule === 'CUST-001') return 'key';
  return rule.startsWith('SESS-') ? 'session' : 'span';
}

function ExpectedAndFound({ finding }: { readonly finding: Finding }) {
  const expected = new Map(Object.entries(finding.expected));
  const observed = new Map(Object.entries(finding.observed));
  const rows = finding.keys.filter((key) => expected.has(key) || observed.has(key));
  if (rows.length === 0) return null;
  return (
    <table className="w-full table-fixed text-left text-xs">
      <thead className="text-ink-muted">
        <tr>
          <th scope="col" className="w-28 py-1 pr-3 font-medium">
            Key
          </th>
          <th scope="col" className="py-1 pr-3 font-medium">
            Expected
          </th>
          <th scope="col" className="py-1 font-medium">
            Found
          </th>
        </tr>
      </thead>
      <tbody className="font-mono">
        {rows.map((key) => (
          <tr key={key} className="border-t border-line align-top [overflow-wrap:anywhere]">
            <th scope="row" className="py-1 pr-3 font-normal text-ink-muted">
              {key}
            </th>
            <td className="py-1 pr-3">{expected.get(key) ?? '–'}</td>
            <td className="py-1 text-state-missing">{observed.get(key) ?? 'nothing'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
