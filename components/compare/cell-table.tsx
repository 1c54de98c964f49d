import Link from 'next/link';
import { CustodyMark, StateMark } from '@/components/state/state-mark';
import { formatCount } from '@/components/ui/format-number';
import { Cell, HeaderCell, Table, TableRow } from '@/components/ui/table';
import type { ComparedRow, ComparisonDto } from '@/lib/contracts/compare';
import { CUSTODY_STATES, type CustodyState } from '@/lib/domain/states';
import { datapointPath, sessionPath } from '@/lib/query/paths';
import type { JoinedCell } from '@/lib/report/join-cells';
import { CAUSE_WORDS } from '@/lib/report/report-words';
import { visibleText } from '@/lib/trace/visible-text';
import { CellStateMark } from './cell-state-mark';
import { GradeMark } from './grade-mark';

type Side = NonNullable<ComparedRow['run']>;

interface CellTableProps {
  readonly project: string;
  readonly comparison: ComparisonDto;
  readonly letter: string;
  readonly cells: readonly JoinedCell[];
}

/** One row a path, and keys that fared alike there. On narrow screens the columns fold into the first one. */
export function CellTable({ project, comparison: { base, run }, letter, cells }: CellTableProps) {
  return (
    <Table>
      <caption className="sr-only">Paths on which a key differs or is bad</caption>
      <thead>
        <tr>
          <HeaderCell>Path</HeaderCell>
          <HeaderCell className="hidden w-36 lg:table-cell">State</HeaderCell>
          <HeaderCell className="hidden w-1/5 lg:table-cell">A</HeaderCell>
          <HeaderCell className="hidden w-1/4 lg:table-cell">{letter}</HeaderCell>
          <HeaderCell className="hidden w-1/5 lg:table-cell">How sure</HeaderCell>
        </tr>
      </thead>
      <tbody>
        {cells.map(({ keys, row }) => {
          const sides = (
            [
              ['A', base.runId, row.base],
              [letter, run.runId, row.run],
            ] as const
          ).map(([side, runId, cell]) => ({
            side,
            content: <SideOfCell project={project} runId={runId} letter={side} row={row} cell={cell} />,
          }));
          return (
            <TableRow key={`${row.path}:${row.kind}:${row.key}`} className="align-top [&>td]:align-top [&>td]:py-2">
              <Cell className="max-lg:w-full">
                <Path row={row} keys={keys} />
                <div className="mt-1.5 grid gap-1.5 lg:hidden">
                  <CellStateMark state={row.state} className="font-medium" />
                  <dl className="grid gap-1.5 sm:grid-cols-2">
                    {sides.map(({ side, content }) => (
                      <div key={side} className="flex gap-2">
                        <dt className="font-semibold text-ink-muted">{side}</dt>
                        <dd className="min-w-0">{content}</dd>
                      </div>
                    ))}
                  </dl>
                  <HowSure row={row} />
                </div>
              </Cell>
              <Cell className="hidden lg:table-cell">
                <CellStateMark state={row.state} className="font-medium" />
                {row.state === 'still-missing' && row.baselineState === 'updated' && (
                  <span className="block text-xs text-ink-muted">in another way than before</span>
                )}
              </Cell>
              {sides.map(({ side, content }) => (
                <Cell key={side} className="hidden lg:table-cell">
                  {content}
                </Cell>
              ))}
              <Cell className="hidden lg:table-cell">
                <HowSure row={row} />
              </Cell>
            </TableRow>
          );
        })}
      </tbody>
    </Table>
  );
}

function Path({ row, keys }: { readonly row: ComparedRow; readonly keys: readonly string[] }) {
  return (
    <>
      <span className="block font-mono text-xs text-ink [overflow-wrap:anywhere]">{visibleText(row.text)}</span>
      {row.renamedFrom !== null && (
        <span className="block text-xs text-ink-muted [overflow-wrap:anywhere]">
          named <span className="font-mono">{visibleText(row.renamedFrom)}</span> in A
        </span>
      )}
      {row.kind === 'sent' && <span className="mt-0.5 block text-xs text-ink-muted">sent keys:</span>}
      <ul aria-label="Keys" className="mt-1 flex flex-wrap gap-1">
        {keys.map((key) => (
          <li
            key={key}
            className="rounded bg-well px-1.5 font-mono text-xs leading-5 text-ink-muted [overflow-wrap:anywhere]"
          >
            {visibleText(key)}
          </li>
        ))}
      </ul>
    </>
  );
}

interface SideOfCellProps {
  readonly project: string;
  readonly runId: string;
  readonly letter: string;
  readonly row: ComparedRow;
  readonly cell: Side | null;
}

/** What one run says of the key on the path: its worst state, in how many datapoints, why, and a span to look at. */
function SideOfCell({ project, runId, letter, row, cell }: SideOfCellProps) {
  if (cell === null) {
    const isElsewhere = letter === 'A' ? row.state === 'new-path' : row.state === 'gone-path';
    return <span className="text-ink-muted">{isElsewhere ? 'no such path' : 'nothing to judge'}</span>;
  }
  const { worst, bad, datapoints, causes, example, interval } = cell;
  const percent = interval.map((share) => Math.round(share * 100));
  return (
    <span className="grid justify-items-start gap-0.5">
      {isCustodyState(worst) ? <CustodyMark state={worst} label /> : <StateMark state={worst} label />}
      <span className="text-xs text-ink-muted">
        <span title={`Of other datapoints like these, ${percent.join(' to ')} % would be bad (95 % interval)`}>
          bad in {formatCount(bad)} of {formatCount(datapoints)} {datapoints === 1 ? 'datapoint' : 'datapoints'}
        </span>
        {example !== null && (
          <>
            {' · '}
            <Link
              className="link whitespace-nowrap"
              href={exampleHref(project, runId, example)}
              aria-label={`Example span in ${letter}: ${example.name}`}
              title={example.name}
            >
              example span
            </Link>
          </>
        )}
      </span>
      {causes.length > 0 && (
        <span className="text-pretty text-xs text-ink-muted">
          {causes.map((cause) => CAUSE_WORDS[cause]).join('; ')}
        </span>
      )}
    </span>
  );
}

function isCustodyState(state: Side['worst']): state is CustodyState {
  return (CUSTODY_STATES as readonly string[]).includes(state);
}

function exampleHref(project: string, runId: string, example: NonNullable<Side['example']>) {
  const { sessionId, datapointId, traceId, spanId } = example;
  const view = { trace: traceId, span: spanId };
  return datapointId === null
    ? sessionPath(project, sessionId, view)
    : datapointPath(project, runId, datapointId, { ...view, session: sessionId });
}

function HowSure({ row }: { readonly row: ComparedRow }) {
  if (row.grade === null && row.gradeText === '') return null;
  return (
    <span className="grid justify-items-start gap-1">
      {row.grade !== null && <GradeMark grade={row.grade} />}
      <span className="text-pretty text-xs text-ink-muted">{row.gradeText}</span>
    </span>
  );
}
