import type { ReactNode } from 'react';
import { StateMark } from '@/components/state/state-mark';
import { CopyButton } from '@/components/ui/copy-button';
import { KeyValueList } from '@/components/ui/key-value-list';
import type { AttributionVerdict } from '@/lib/contracts/sessions';
import type { SpanRef } from '@/lib/domain/finding';

interface AttributionPanelProps {
  readonly verdicts: readonly AttributionVerdict[];
  /** Values on the session's own record, by key. */
  readonly ownKeys: Readonly<Record<string, string>>;
  /** A link to another span of the same session; null for the session's own record. */
  readonly renderSpanLink: (span: SpanRef | null) => ReactNode;
}

/** Per attribution key: what was expected, what was found, and why we say so. */
export function AttributionPanel({ verdicts, ownKeys, renderSpanLink }: AttributionPanelProps) {
  return (
    <ul className="divide-y divide-line">
      {verdicts.map((verdict) => (
        <li key={verdict.key} className="py-4 first:pt-0 last:pb-0">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <h3 className="font-mono text-sm font-semibold">{verdict.key}</h3>
            <StateMark state={verdict.state} label />
            {verdict.conflict !== null && <span className="text-xs text-ink-muted">{verdict.conflict}</span>}
          </div>
          <p className="mt-1 text-ink [overflow-wrap:anywhere]">{verdict.why}</p>
          <KeyValueList
            className="mt-2.5"
            items={[
              {
                label: 'Expected',
                value: verdict.expected === null ? <None>nothing is known</None> : <Id id={verdict.expected} />,
              },
              ...(verdict.expectedFrom === null ? [] : [{ label: 'Known from', value: verdict.expectedFrom }]),
              { label: 'Found', value: <FoundValues found={verdict.found} /> },
              ...(verdict.foundIn.length === 0
                ? []
                : [
                    {
                      label: 'Found in',
                      value: <code className="font-mono text-xs">{verdict.foundIn.join(', ')}</code>,
                    },
                  ]),
              {
                label: 'Nearest ancestor with it',
                value:
                  verdict.nearest !== null || Object.hasOwn(ownKeys, verdict.key) ? (
                    renderSpanLink(verdict.nearest)
                  ) : (
                    <None>none</None>
                  ),
              },
            ]}
          />
        </li>
      ))}
    </ul>
  );
}

function FoundValues({ found }: Pick<AttributionVerdict, 'found'>) {
  if (found.length === 0) return <None>nothing</None>;
  return (
    <ul>
      {found.map((value) => (
        <li key={value}>
          <Id id={value} />
        </li>
      ))}
    </ul>
  );
}

function Id({ id }: { readonly id: string }) {
  return (
    <span className="inline-flex max-w-full items-center gap-0.5">
      <code className="min-w-0 whitespace-pre-wrap font-mono text-xs [overflow-wrap:anywhere]">
        {id === '' ? '"" (empty)' : id}
      </code>
      <CopyButton text={id} what="value" className="-my-1" />
    </span>
  );
}

function None({ children }: { readonly children: ReactNode }) {
  return <span className="text-ink-muted">{children}</span>;
}
