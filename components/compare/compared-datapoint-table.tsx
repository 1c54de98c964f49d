'use client';

import Link from 'next/link';
import { Badge } from '@/components/ui/badge';
import { classNames } from '@/components/ui/class-names';
import { formatCount } from '@/components/ui/format-number';
import { Cell, HeaderCell, Table, TableRow } from '@/components/ui/table';
import type { ComparedDatapointDto } from '@/lib/contracts/compare';
import type { CellState } from '@/lib/domain/comparison';
import { sessionPath } from '@/lib/query/paths';
import { visibleText } from '@/lib/trace/visible-text';
import { CELL_LOOKS } from './cell-looks';
import { CompareGlyph } from './compare-glyph';
import { shortId } from './short-id';
import { SideLetter } from './side-letter';
import { useCompareView } from './use-compare-view';

interface ComparedDatapointTableProps {
  readonly project: string;
  readonly letter: string;
  readonly caption: string;
  readonly rows: readonly ComparedDatapointDto[];
  /** True for datapoints in one run only: there is nothing to count. */
  readonly isUnmatched?: boolean;
}

const COUNTERS = [
  { state: 'newly-missing', heading: 'Newly missing', countOf: (row) => row.newlyMissing },
  { state: 'fixed', heading: 'Fixed', countOf: (row) => row.fixed },
  { state: 'still-missing', heading: 'Still missing', countOf: (row) => row.stillMissing },
] as const satisfies readonly {
  state: CellState;
  heading: string;
  countOf: (row: ComparedDatapointDto) => number;
}[];

/** Sessions a row links to on each side; there is one a repetition. */
const SESSIONS_SHOWN = 3;

/** One row a datapoint; a press shows its trees side by side. Headings of counters narrow the list. */
export function ComparedDatapointTable({
  project,
  letter,
  caption,
  rows,
  isUnmatched = false,
}: ComparedDatapointTableProps) {
  const { view, setView } = useCompareView();
  return (
    <Table>
      <caption className="sr-only">{caption}</caption>
      <thead>
        <tr>
          <HeaderCell>Datapoint</HeaderCell>
          <HeaderCell className="hidden w-1/5 md:table-cell">Sessions in A</HeaderCell>
          <HeaderCell className="hidden w-1/5 md:table-cell">Sessions in {letter}</HeaderCell>
          {!isUnmatched &&
            COUNTERS.map(({ state, heading }) => {
              const isPressed = view.only === state;
              return (
                <HeaderCell key={state} className="px-1 text-right">
                  <button
                    type="button"
                    aria-pressed={isPressed}
                    title={
                      isPressed ? 'Show all datapoints' : `Show only datapoints with a ${heading.toLowerCase()} key`
                    }
                    onClick={() => setView({ only: isPressed ? null : state })}
                    className={classNames(
                      'inline-flex h-7 cursor-pointer items-center gap-1 whitespace-nowrap rounded-md border border-transparent px-1.5 font-medium hover:border-line-strong hover:bg-hover',
                      isPressed &&
                        'border-accent bg-accent-wash text-accent-text hover:border-accent hover:bg-accent-wash',
                    )}
                  >
                    <CompareGlyph shape={state} size={12} />
                    <span className="max-sm:sr-only">{heading}</span>
                  </button>
                </HeaderCell>
              );
            })}
          {!isUnmatched && <HeaderCell className="hidden w-1/5 lg:table-cell">Newly missing keys</HeaderCell>}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => {
          const isOpen = view.dp === (row.datapointId ?? '');
          return (
            <TableRow
              key={rowKey(row)}
              className={classNames('hover:bg-hover', isOpen && 'bg-accent-wash hover:bg-accent-wash')}
            >
              <Cell className="max-w-0 max-md:w-full md:min-w-60">
                <button
                  type="button"
                  aria-expanded={isOpen}
                  title={row.datapointId ?? 'Sessions that name no datapoint'}
                  onClick={() => setView({ dp: isOpen ? null : (row.datapointId ?? '') })}
                  className="block max-w-full cursor-pointer truncate text-left font-mono text-xs text-ink hover:text-accent-text hover:underline"
                >
                  {row.datapointId === null ? (
                    <span className="font-sans">without a datapoint id</span>
                  ) : (
                    visibleText(row.datapointId)
                  )}
                </button>
                <span className="flex flex-wrap gap-1.5 empty:hidden">
                  <MatchBadge match={row.match} letter={letter} />
                </span>
                <span className="mt-1 grid gap-0.5 md:hidden">
                  <Sessions project={project} letter="A" ids={row.baseSessions} isLettered />
                  <Sessions project={project} letter={letter} ids={row.runSessions} isLettered />
                </span>
              </Cell>
              <Cell className="hidden md:table-cell">
                <Sessions project={project} letter="A" ids={row.baseSessions} />
              </Cell>
              <Cell className="hidden md:table-cell">
                <Sessions project={project} letter={letter} ids={row.runSessions} />
              </Cell>
              {!isUnmatched &&
                COUNTERS.map(({ state, countOf }) => (
                  <Cell
                    key={state}
                    className={classNames(
                      'text-right',
                      countOf(row) === 0 ? 'text-ink-muted' : classNames('font-medium', CELL_LOOKS[state].textClass),
                    )}
                  >
                    {formatCount(countOf(row))}
                  </Cell>
                ))}
              {!isUnmatched && (
                <Cell className="hidden lg:table-cell">
                  <span className="block font-mono text-xs text-ink-muted [overflow-wrap:anywhere]">
                    {row.keys.length === 0 ? '–' : visibleText(row.keys.join(', '))}
                  </span>
                </Cell>
              )}
            </TableRow>
          );
        })}
      </tbody>
    </Table>
  );
}

/** Two rows may lack an id: one in each run only. */
function rowKey({ match, datapointId, baseSessions, runSessions }: ComparedDatapointDto): string {
  return JSON.stringify([match, datapointId, baseSessions[0], runSessions[0]]);
}

function MatchBadge({ match, letter }: { readonly match: ComparedDatapointDto['match']; readonly letter: string }) {
  if (match === 'id') return null;
  if (match === 'inputs') {
    return <Badge title="The ids differ in the two runs; the inputs are the same.">aligned by inputs</Badge>;
  }
  return <Badge tone="outline">only in {match === 'only-base' ? 'A' : letter}</Badge>;
}

interface SessionsProps {
  readonly project: string;
  readonly letter: string;
  readonly ids: readonly string[];
  readonly isLettered?: boolean;
}

function Sessions({ project, letter, ids, isLettered = false }: SessionsProps) {
  return (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-0.5 text-xs text-ink-muted">
      {isLettered && <SideLetter letter={letter} className="size-4" />}
      {ids.length === 0 && 'none'}
      {ids.slice(0, SESSIONS_SHOWN).map((id) => (
        <Link
          key={id}
          href={sessionPath(project, id)}
          title={id}
          aria-label={`Session ${id} in ${letter}`}
          className="link inline-block max-w-48 truncate align-bottom font-mono"
        >
          {shortId(id)}
        </Link>
      ))}
      {ids.length > SESSIONS_SHOWN && `and ${formatCount(ids.length - SESSIONS_SHOWN)} more`}
    </span>
  );
}
