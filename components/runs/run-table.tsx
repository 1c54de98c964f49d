'use client';

import Link from 'next/link';
import { BaselineBadge } from '@/components/baseline/baseline-badge';
import { ShareBar } from '@/components/state/share-bar';
import { StateMark } from '@/components/state/state-mark';
import { classNames } from '@/components/ui/class-names';
import { formatCount, formatCounted } from '@/components/ui/format-number';
import { RelativeTime } from '@/components/ui/relative-time';
import { Cell, HeaderCell, type SortDirection, SortHeaderCell, Table, TableRow } from '@/components/ui/table';
import type { AttributionCountsDto } from '@/lib/contracts/common';
import type { RunListQuery, RunSummary } from '@/lib/contracts/runs';
import { runPath } from '@/lib/query/paths';
import { keyNamesOf } from './key-names';
import { RunStatusLabel } from './run-status-label';
import { lostKeys, verdictOf } from './run-verdict';
import { shortCommit } from './short-commit';
import { type RunSelection, SELECTED_RUNS_MAX } from './use-run-selection';
import { VerdictMark } from './verdict-mark';

type Sort = RunListQuery['sort'];
type SortField = 'createdAt' | 'name' | 'spans' | 'missing';

interface RunTableProps {
  readonly project: string;
  readonly runs: readonly RunSummary[];
  readonly sort: Sort;
  readonly onSort: (sort: Sort) => void;
  readonly selection: RunSelection;
  /** Ids of the runs chosen as baselines by hand. */
  readonly baselineIds: ReadonlySet<string>;
}

/** What a first click on a header means. */
const FIRST_SORT: Readonly<Record<SortField, Sort>> = {
  createdAt: '-createdAt',
  name: 'name',
  spans: '-spans',
  missing: '-missing',
};

function directionOf(field: SortField, sort: Sort): SortDirection {
  if (sort === field) return 'ascending';
  return sort === `-${field}` ? 'descending' : 'none';
}

function nextSort(field: SortField, sort: Sort): Sort {
  if (sort === field) return `-${field}`;
  return sort === `-${field}` ? field : FIRST_SORT[field];
}

/** One row a run. On narrow screens the columns fold into the first one. */
export function RunTable({ project, runs, sort, onSort, selection, baselineIds }: RunTableProps) {
  const keys = keyNamesOf(runs);
  const sortProps = (field: SortField) => ({
    direction: directionOf(field, sort),
    onSort: () => onSort(nextSort(field, sort)),
  });
  return (
    <Table>
      <caption className="sr-only">Runs with their share of complete spans per attribution key</caption>
      <thead>
        <tr>
          <HeaderCell className="w-10">
            <span className="sr-only">Select</span>
          </HeaderCell>
          <SortHeaderCell {...sortProps('missing')} className="hidden w-32 sm:table-cell">
            Verdict
          </SortHeaderCell>
          <SortHeaderCell {...sortProps('name')} className="md:min-w-44">
            Run
          </SortHeaderCell>
          <SortHeaderCell {...sortProps('createdAt')} className="hidden w-28 md:table-cell">
            Started
          </SortHeaderCell>
          <HeaderCell className="hidden w-20 text-right md:table-cell">Datapoints</HeaderCell>
          <SortHeaderCell {...sortProps('spans')} className="hidden w-20 text-right md:table-cell">
            Spans
          </SortHeaderCell>
          {keys.map((key) => (
            <HeaderCell key={key} className="hidden min-w-28 font-mono font-normal xl:table-cell 2xl:min-w-36">
              {key}
            </HeaderCell>
          ))}
          <HeaderCell className="hidden w-20 text-right lg:table-cell">Lost keys</HeaderCell>
          <HeaderCell className="hidden w-20 text-right sm:table-cell">Findings</HeaderCell>
          <HeaderCell className="hidden w-36 min-[90rem]:table-cell">Client</HeaderCell>
        </tr>
      </thead>
      <tbody>
        {runs.map((run) => (
          <RunRow
            key={run.runId}
            project={project}
            run={run}
            keys={keys}
            selection={selection}
            isBaseline={baselineIds.has(run.runId)}
          />
        ))}
      </tbody>
    </Table>
  );
}

interface RunRowProps {
  readonly project: string;
  readonly run: RunSummary;
  readonly keys: readonly string[];
  readonly selection: RunSelection;
  readonly isBaseline: boolean;
}

function RunRow({ project, run, keys, selection, isBaseline }: RunRowProps) {
  const verdict = verdictOf(run);
  const lost = lostKeys(run);
  const isSelected = selection.has(run.runId);
  return (
    <TableRow className={classNames('hover:bg-hover', isSelected && 'bg-accent-wash')}>
      <Cell className="pr-0">
        <SelectBox run={run} selection={selection} isSelected={isSelected} />
      </Cell>
      <Cell className="hidden sm:table-cell">
        <VerdictMark verdict={verdict} />
      </Cell>
      <Cell className="w-full max-w-0 py-2">
        <div className="flex min-w-0 items-center gap-2">
          <span className="sm:hidden">
            <VerdictMark verdict={verdict} wordClassName="sr-only" />
          </span>
          <Link
            href={runPath(project, run.runId)}
            className="min-w-0 truncate font-medium text-ink no-underline hover:text-accent-text hover:underline"
          >
            {run.name ?? 'Unnamed run'}
          </Link>
          <RunStatusLabel run={run} />
        </div>
        <div className="flex min-w-0 gap-x-2 text-xs text-ink-muted">
          <span className="min-w-0 truncate">
            <span className="font-mono" title={run.runId}>
              {run.runId.slice(0, 8)}
            </span>
            {run.datasetId !== null && <span title={run.datasetId}> · {run.datasetId}</span>}
          </span>
          {isBaseline && <BaselineBadge />}
        </div>
        <div className="mt-0.5 text-xs text-ink-muted md:hidden">
          <RelativeTime iso={run.createdAt} /> · {formatCounted(run.datapoints, 'datapoint')} ·{' '}
          {formatCounted(run.spans, 'span')}
          <span className="sm:hidden"> · {formatCounted(run.findings, 'finding')}</span>
        </div>
        <dl className="mt-2 grid max-w-md grid-cols-3 gap-3 xl:hidden">
          {keys.map((key) => (
            <div key={key} className="min-w-0">
              <dt className="truncate font-mono text-[0.6875rem] leading-4 text-ink-muted">{key}</dt>
              <dd>
                <KeyShare name={key} counts={run.attribution[key]} />
              </dd>
            </div>
          ))}
        </dl>
      </Cell>
      <Cell className="hidden whitespace-nowrap text-ink-muted md:table-cell">
        <RelativeTime iso={run.createdAt} />
      </Cell>
      <Cell className="hidden text-right md:table-cell">{formatCount(run.datapoints)}</Cell>
      <Cell className="hidden text-right md:table-cell">{formatCount(run.spans)}</Cell>
      {keys.map((key) => (
        <Cell key={key} className="hidden xl:table-cell">
          <KeyShare name={key} counts={run.attribution[key]} />
        </Cell>
      ))}
      <Cell
        className={classNames('hidden text-right lg:table-cell', lost > 0 ? 'text-state-missing' : 'text-ink-muted')}
      >
        {formatCount(lost)}
      </Cell>
      <Cell className="hidden text-right sm:table-cell">
        <Findings run={run} />
      </Cell>
      <Cell className="hidden min-[90rem]:table-cell">
        <ClientName run={run} />
      </Cell>
    </TableRow>
  );
}

interface SelectBoxProps {
  readonly run: RunSummary;
  readonly selection: RunSelection;
  readonly isSelected: boolean;
}

function SelectBox({ run, selection, isSelected }: SelectBoxProps) {
  const isRefused = selection.isFull && !isSelected;
  return (
    <label className="-m-2 flex size-8 cursor-pointer items-center justify-center has-disabled:cursor-default">
      <input
        type="checkbox"
        aria-label={`Select ${run.name ?? 'Unnamed run'} ${run.runId.slice(0, 8)}`}
        title={isRefused ? `At most ${SELECTED_RUNS_MAX} runs are compared at a time` : 'Select for comparing'}
        checked={isSelected}
        disabled={isRefused}
        onChange={() => selection.toggle(run)}
        className="size-4 cursor-[inherit] accent-accent"
      />
    </label>
  );
}

function KeyShare({ name, counts }: { name: string; counts: AttributionCountsDto | undefined }) {
  return counts === undefined ? (
    <StateMark state="not-applicable" of={name} />
  ) : (
    <ShareBar name={name} counts={counts} />
  );
}

function Findings({ run }: { run: RunSummary }) {
  if (run.findings === 0) return <span className="text-ink-muted">0</span>;
  return (
    <span className="font-medium" title={`${formatCounted(run.breaks, 'break point')} among them`}>
      {formatCount(run.findings)}
    </span>
  );
}

function ClientName({ run }: { run: RunSummary }) {
  const commit = run.commit !== null && (
    <span className="block truncate font-mono text-xs text-ink-muted" title={`Commit ${run.commit}`}>
      {shortCommit(run.commit)}
    </span>
  );
  if (run.client === null) {
    return (
      <>
        <span className="text-ink-muted">unknown</span>
        {commit}
      </>
    );
  }
  return (
    <span className="block w-32">
      <span className="block truncate" title={run.client.name}>
        {run.client.name}
      </span>
      <span className="block truncate font-mono text-xs text-ink-muted" title={run.client.version}>
        {run.client.version}
      </span>
      {commit}
    </span>
  );
}
