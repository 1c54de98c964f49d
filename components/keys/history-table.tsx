import Link from 'next/link';
import { shortCommit } from '@/components/runs/short-commit';
import { StateGlyph } from '@/components/state/state-glyph';
import { Badge } from '@/components/ui/badge';
import { classNames } from '@/components/ui/class-names';
import { formatCount, formatShare } from '@/components/ui/format-number';
import { RelativeTime } from '@/components/ui/relative-time';
import { Cell, HeaderCell, Table, TableRow } from '@/components/ui/table';
import type { KeyHistory } from '@/lib/contracts/structure';
import { runPath } from '@/lib/query/paths';
import { HISTORY_LOOKS, type HistoryRun, type Transition } from './history-looks';
import { describeDatapoints, nameOfRun } from './history-words';

interface HistoryTableProps {
  readonly project: string;
  readonly history: KeyHistory;
}

/** The runs of a history, the latest in its order first. On narrow screens the columns fold into the run's. */
export function HistoryTable({ project, history: { key, runs, order, transitions } }: HistoryTableProps) {
  const changeById = new Map(transitions.map((transition) => [transition.to, transition]));
  return (
    <Table>
      <caption className="sr-only">
        {key} in every run, {order === 'time' ? 'the newest first' : 'the highest version first'}
      </caption>
      <thead>
        <tr>
          <HeaderCell className="w-24">State</HeaderCell>
          <HeaderCell>Run</HeaderCell>
          <HeaderCell className="hidden w-28 md:table-cell">Started</HeaderCell>
          <HeaderCell className="hidden w-40 lg:table-cell">Client</HeaderCell>
          <HeaderCell className="hidden w-28 md:table-cell">Commit</HeaderCell>
          <HeaderCell className="hidden w-28 xl:table-cell">Contract</HeaderCell>
          <HeaderCell className="w-24 text-right">Good spans</HeaderCell>
          <HeaderCell className="hidden w-48 md:table-cell">Datapoints</HeaderCell>
        </tr>
      </thead>
      <tbody>
        {runs.toReversed().map((run) => (
          <HistoryRow key={run.runId} project={project} run={run} change={changeById.get(run.runId)} />
        ))}
      </tbody>
    </Table>
  );
}

interface HistoryRowProps {
  readonly project: string;
  readonly run: HistoryRun;
  /** The change that this run is the first after. */
  readonly change: Transition | undefined;
}

function HistoryRow({ project, run, change }: HistoryRowProps) {
  const { name, meaning, glyph, textClass } = HISTORY_LOOKS[run.state];
  const { good, judged } = run.spans;
  return (
    <TableRow className="hover:bg-hover">
      <Cell>
        <span title={meaning} className={classNames('inline-flex items-center gap-1.5 font-medium', textClass)}>
          <StateGlyph state={glyph} size={16} className="shrink-0" />
          {name}
        </span>
      </Cell>
      <Cell className="w-full max-w-0 py-2">
        <div className="flex min-w-0 items-center gap-x-2 max-md:flex-wrap">
          <Link
            href={runPath(project, run.runId)}
            className="min-w-0 truncate font-medium text-ink no-underline hover:text-accent-text hover:underline"
          >
            {nameOfRun(run)}
          </Link>
          {change !== undefined && (
            <Badge tone={change.kind === 'break' ? 'bad' : 'good'}>
              {change.kind === 'break' ? 'broke here' : 'repaired here'}
            </Badge>
          )}
        </div>
        <div className="text-xs text-ink-muted max-md:[overflow-wrap:anywhere] md:truncate" title={run.runId}>
          <span className="font-mono max-md:hidden">{run.runId.slice(0, 8)}</span>
          {run.client !== null && (
            <span className="font-mono lg:hidden">
              <span className="max-md:hidden"> · </span>
              {run.client.version}
            </span>
          )}
          {run.commit !== null && (
            <span className="font-mono md:hidden">
              {run.client !== null && ' · '}
              {shortCommit(run.commit)}
            </span>
          )}
        </div>
        <div className="text-xs text-ink-muted md:hidden">
          <RelativeTime iso={run.createdAt} /> · {describeDatapoints(run)}
        </div>
      </Cell>
      <Cell className="hidden whitespace-nowrap text-ink-muted md:table-cell">
        <RelativeTime iso={run.createdAt} />
      </Cell>
      <Cell className="hidden lg:table-cell">
        {run.client === null ? (
          <span className="text-ink-muted">unknown</span>
        ) : (
          <span className="block w-36">
            <span className="block truncate" title={run.client.name}>
              {run.client.name}
            </span>
            <span className="block truncate font-mono text-xs text-ink-muted" title={run.client.version}>
              {run.client.version}
            </span>
          </span>
        )}
      </Cell>
      <Cell className="hidden whitespace-nowrap font-mono text-xs md:table-cell" title={run.commit ?? undefined}>
        {run.commit === null ? <Absent what="commit" /> : shortCommit(run.commit)}
      </Cell>
      <Cell className="hidden whitespace-nowrap font-mono text-xs xl:table-cell">
        {run.contract ?? <Absent what="contract" />}
      </Cell>
      <Cell className="text-right">
        {judged === 0 ? (
          <Absent what="span judged" />
        ) : (
          <>
            <span className="block font-medium">{formatShare(good, judged)}</span>
            <span className="block whitespace-nowrap text-xs text-ink-muted">
              {formatCount(good)} of {formatCount(judged)}
            </span>
          </>
        )}
      </Cell>
      <Cell
        className={classNames('hidden whitespace-nowrap md:table-cell', run.datapoints.bad === 0 && 'text-ink-muted')}
      >
        {describeDatapoints(run)}
      </Cell>
    </TableRow>
  );
}

function Absent({ what }: { readonly what: string }) {
  return (
    <span className="text-ink-muted">
      <span aria-hidden>–</span>
      <span className="sr-only">no {what}</span>
    </span>
  );
}
