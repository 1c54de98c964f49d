'use client';

import { formatCount } from '@/components/ui/format-number';
import { Cell, HeaderCell, Table, TableRow } from '@/components/ui/table';
import type { KeyComparisonDto } from '@/lib/contracts/compare';
import { visibleText } from '@/lib/trace/visible-text';
import { CELL_LOOKS } from './cell-looks';
import { CounterButton } from './counter-button';
import { GradeMark } from './grade-mark';
import { KEY_COUNTERS } from './key-counters';
import { KeyShare, ShareChange } from './key-share';
import { useCompareView } from './use-compare-view';

interface KeyTableProps {
  readonly caption: string;
  readonly keys: readonly KeyComparisonDto[];
  readonly letter: string;
  /** True for keys that clients sent, false for attribution keys. */
  readonly isSent: boolean;
}

/** One row a key. Every counter narrows the rows below; on narrow screens the columns fold into the first one. */
export function KeyTable({ caption, keys, letter, isSent }: KeyTableProps) {
  return (
    <Table>
      <caption className="sr-only">{caption}</caption>
      <thead>
        <tr>
          <HeaderCell>Key</HeaderCell>
          <HeaderCell className="hidden sm:table-cell">A</HeaderCell>
          <HeaderCell className="hidden sm:table-cell">{letter}</HeaderCell>
          <HeaderCell className="hidden text-right sm:table-cell">Points</HeaderCell>
          {KEY_COUNTERS.map(({ state, heading }) => (
            <HeaderCell key={state} className="hidden px-1.5 xl:table-cell" title={CELL_LOOKS[state].meaning}>
              {heading}
            </HeaderCell>
          ))}
          <HeaderCell className="hidden xl:table-cell">Datapoints</HeaderCell>
          <HeaderCell className="hidden w-28 sm:table-cell">Grade</HeaderCell>
        </tr>
      </thead>
      <tbody>
        {keys.map((key) => (
          <KeyRow key={key.key} row={key} letter={letter} isSent={isSent} />
        ))}
      </tbody>
    </Table>
  );
}

interface KeyRowProps {
  readonly row: KeyComparisonDto;
  readonly letter: string;
  readonly isSent: boolean;
}

function KeyRow({ row, letter, isSent }: KeyRowProps) {
  const grade = row.grade === null ? <span className="text-ink-muted">–</span> : <GradeMark grade={row.grade} />;
  return (
    <TableRow>
      <HeaderCell
        scope="row"
        className="h-11 whitespace-normal py-1.5 text-left font-normal group-last/row:border-b-0 max-xl:w-full xl:min-w-52"
      >
        <span className="font-mono text-xs text-ink [overflow-wrap:anywhere]">{visibleText(row.key)}</span>
        <span className="mt-1 flex flex-wrap items-center gap-x-4 text-sm sm:hidden">
          <span>
            A <KeyShare share={row.base} showCount={false} isSent={isSent} />
          </span>
          <span>
            {letter} <KeyShare share={row.run} showCount={false} isSent={isSent} />
          </span>
          <ShareChange base={row.base} run={row.run} showUnit />
          {row.grade !== null && grade}
        </span>
        <span className="-ml-1.5 mt-0.5 flex flex-wrap gap-x-1 text-sm xl:hidden">
          {KEY_COUNTERS.map(({ state, countOf }) => (
            <KeyCounter key={state} row={row} state={state} count={countOf(row)} label={CELL_LOOKS[state].name} />
          ))}
        </span>
        <span className="mt-0.5 block text-xs xl:hidden">
          Datapoints: <Datapoints row={row} />
        </span>
      </HeaderCell>
      <Cell className="hidden sm:table-cell">
        <KeyShare share={row.base} isSent={isSent} />
      </Cell>
      <Cell className="hidden sm:table-cell">
        <KeyShare share={row.run} isSent={isSent} />
      </Cell>
      <Cell className="hidden text-right sm:table-cell">
        <ShareChange base={row.base} run={row.run} />
      </Cell>
      {KEY_COUNTERS.map(({ state, countOf }) => (
        <Cell key={state} className="hidden px-0 xl:table-cell">
          <KeyCounter row={row} state={state} count={countOf(row)} />
          {state === 'still-missing' && row.changed > 0 && (
            <span className="block px-1.5 text-xs text-ink-muted">{formatCount(row.changed)} changed</span>
          )}
        </Cell>
      ))}
      <Cell className="hidden xl:table-cell">
        <Datapoints row={row} />
      </Cell>
      <Cell className="hidden sm:table-cell">{grade}</Cell>
    </TableRow>
  );
}

interface KeyCounterProps {
  readonly row: KeyComparisonDto;
  readonly state: (typeof KEY_COUNTERS)[number]['state'];
  readonly count: number;
  readonly label?: string;
}

function KeyCounter({ row, state, count, label }: KeyCounterProps) {
  const { view, setView } = useCompareView();
  const isPressed = view.tab === 'summary' && view.key === row.key && view.only === state;
  return (
    <CounterButton
      state={state}
      name={`${row.key}: ${CELL_LOOKS[state].name}`}
      count={count}
      isPressed={isPressed}
      onPress={() => setView(isPressed ? { key: null, only: null } : { key: row.key, only: state })}
      hint="Show only these paths below"
      {...(label !== undefined && { label })}
    />
  );
}

function Datapoints({ row: { key, datapoints } }: { readonly row: KeyComparisonDto }) {
  const { setView } = useCompareView();
  return (
    <span className="text-xs text-ink-muted">
      {datapoints.newlyMissing === 0 ? (
        '0 newly missing'
      ) : (
        <button
          type="button"
          className="link cursor-pointer"
          onClick={() => setView({ tab: 'datapoints', only: 'newly-missing', key, dp: null })}
        >
          {formatCount(datapoints.newlyMissing)} newly missing{' '}
          <span className="sr-only">{key}: show these datapoints</span>
        </button>
      )}
      , {formatCount(datapoints.fixed)} fixed, {formatCount(datapoints.stillMissing)} still missing
    </span>
  );
}
