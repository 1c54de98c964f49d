'use client';

import type { Route } from 'next';
import Link from 'next/link';
import { keyNamesOf } from '@/components/runs/key-names';
import { NeverStartedBadge } from '@/components/session/never-started-badge';
import { CustodyMark, StateMark } from '@/components/state/state-mark';
import { ATTRIBUTION_LOOKS, attributionCount } from '@/components/state/states';
import { Badge } from '@/components/ui/badge';
import { formatCount, formatCounted } from '@/components/ui/format-number';
import { Cell, HeaderCell, type SortDirection, SortHeaderCell, Table, TableRow } from '@/components/ui/table';
import type { AttributionCountsDto } from '@/lib/contracts/common';
import type { Datapoint, DatapointListQuery } from '@/lib/contracts/runs';
import { worstCustody } from '@/lib/domain/states';
import { formatDuration } from '@/lib/trace/format-duration';
import { worstState } from './worst-state';

type Sort = DatapointListQuery['sort'];

interface DatapointTableProps {
  readonly caption: string;
  /** What a row is, e.g. `Datapoint`. */
  readonly rowName: string;
  readonly rows: readonly Datapoint[];
  readonly hrefOf: (row: Datapoint) => Route;
  /** The small line under the id. */
  readonly detailOf: (row: Datapoint) => string;
  readonly sort: Sort;
  readonly onSort: (sort: Sort) => void;
}

const SPANS_DIRECTIONS: Readonly<Partial<Record<Sort, SortDirection>>> = { spans: 'ascending', '-spans': 'descending' };

/** One row a session. On narrow screens the columns fold into the first one. */
export function DatapointTable({ caption, rowName, rows, hrefOf, detailOf, sort, onSort }: DatapointTableProps) {
  const keys = keyNamesOf(rows);
  return (
    <Table>
      <caption className="sr-only">{caption}</caption>
      <thead>
        <tr>
          <HeaderCell>{rowName}</HeaderCell>
          <HeaderCell className="hidden md:table-cell">Inputs</HeaderCell>
          <HeaderCell className="hidden md:table-cell">Outputs</HeaderCell>
          <SortHeaderCell
            direction={SPANS_DIRECTIONS[sort] ?? 'none'}
            onSort={() => onSort(sort === '-spans' ? 'spans' : '-spans')}
            className="hidden w-16 text-right sm:table-cell"
          >
            Spans
          </SortHeaderCell>
          {keys.map((key) => (
            <HeaderCell key={key} className="hidden w-28 font-mono font-normal lg:table-cell">
              {key}
            </HeaderCell>
          ))}
          <HeaderCell className="hidden w-24 lg:table-cell">Custody</HeaderCell>
          <HeaderCell className="hidden w-16 text-right sm:table-cell">Findings</HeaderCell>
          <HeaderCell className="hidden w-20 text-right xl:table-cell">Duration</HeaderCell>
          <HeaderCell className="hidden w-36 xl:table-cell">Scores</HeaderCell>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <TableRow key={row.sessionId ?? row.datapointId} className="hover:bg-hover">
            <Cell className="max-w-0 max-md:w-full md:min-w-68">
              <Link
                href={hrefOf(row)}
                title={row.datapointId ?? row.sessionId ?? undefined}
                className="block truncate font-mono text-xs text-ink no-underline hover:text-accent-text hover:underline"
              >
                {row.datapointId ?? row.sessionId}
              </Link>
              <span className="block truncate text-xs text-ink-muted">
                {detailOf(row)}
                {!row.settled && ' · still settling'}
              </span>
              {!row.declared && <NeverStartedBadge className="mt-1" />}
              <p className="mt-0.5 truncate font-mono text-xs text-ink-muted md:hidden">{row.inputs}</p>
              <p className="mt-0.5 text-xs text-ink-muted sm:hidden">
                {formatCounted(row.spans, 'span')} · {formatCounted(row.findings, 'finding')}
              </p>
              <dl className="mt-1.5 flex flex-wrap gap-x-4 gap-y-1 lg:hidden">
                {keys.map((key) => (
                  <div key={key}>
                    <dt className="font-mono text-[0.6875rem] leading-4 text-ink-muted">{key}</dt>
                    <dd>
                      <KeyState name={key} counts={row.attribution[key]} />
                    </dd>
                  </div>
                ))}
              </dl>
            </Cell>
            <Preview text={row.inputs} />
            <Preview text={row.outputs} />
            <Cell className="hidden text-right sm:table-cell">{formatCount(row.spans)}</Cell>
            {keys.map((key) => (
              <Cell key={key} className="hidden lg:table-cell">
                <KeyState name={key} counts={row.attribution[key]} />
              </Cell>
            ))}
            <Cell className="hidden lg:table-cell">
              <CustodyMark state={worstCustody(row.custody)} label className="text-xs" />
            </Cell>
            <Cell className="hidden text-right sm:table-cell">
              <span
                className={row.findings === 0 ? 'text-ink-muted' : 'font-medium'}
                title={formatCounted(row.breaks, 'break point')}
              >
                {formatCount(row.findings)}
              </span>
            </Cell>
            <Cell className="hidden whitespace-nowrap text-right text-ink-muted xl:table-cell">
              {row.durationMs === null ? '–' : formatDuration(row.durationMs)}
            </Cell>
            <Cell className="hidden xl:table-cell">
              <Scores scores={row.scores} />
            </Cell>
          </TableRow>
        ))}
      </tbody>
    </Table>
  );
}

function Preview({ text }: { readonly text: string }) {
  return (
    <Cell className="hidden w-1/5 max-w-0 md:table-cell">
      <span className="block truncate font-mono text-xs text-ink-muted" title={text}>
        {text}
      </span>
    </Cell>
  );
}

function KeyState({ name, counts }: { name: string; counts: AttributionCountsDto | undefined }) {
  const state = counts === undefined ? 'not-applicable' : worstState(counts);
  if (counts === undefined || state === 'present' || state === 'not-applicable') {
    return <StateMark state={state} of={name} />;
  }
  const count = attributionCount(counts, state);
  return (
    <span className="flex items-center gap-1.5 whitespace-nowrap text-xs">
      <StateMark state={state} of={name} />
      <span className={ATTRIBUTION_LOOKS[state].textClass}>
        {formatCount(count)} {ATTRIBUTION_LOOKS[state].name}
      </span>
    </span>
  );
}

function Scores({ scores }: { readonly scores: Datapoint['scores'] }) {
  const entries = Object.entries(scores);
  if (entries.length === 0) return <span className="text-ink-muted">–</span>;
  const shown = entries.slice(0, 1);
  return (
    <span
      className="flex items-center gap-1.5 whitespace-nowrap"
      title={entries.map((entry) => entry.join(': ')).join('\n')}
    >
      {shown.map(([name, value]) => (
        <Badge key={name} className="max-w-32 font-normal">
          <span className="truncate">{name}</span>
          <span className="text-ink">{typeof value === 'number' ? Number(value.toFixed(3)) : String(value)}</span>
        </Badge>
      ))}
      {entries.length > shown.length && (
        <span className="text-xs text-ink-muted">+{entries.length - shown.length}</span>
      )}
    </span>
  );
}
