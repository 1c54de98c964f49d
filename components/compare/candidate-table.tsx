'use client';

import { Fragment } from 'react';
import { Card, CardHeader, CardTitle } from '@/components/ui/card';
import { formatCounted } from '@/components/ui/format-number';
import { Cell, HeaderCell, Table, TableRow } from '@/components/ui/table';
import type { KeyComparisonDto } from '@/lib/contracts/compare';
import { visibleText } from '@/lib/trace/visible-text';
import { attributionKeys } from './attribution-keys';
import type { Candidate } from './candidate';
import { CELL_LOOKS } from './cell-looks';
import { ComparisonVerdictMark } from './comparison-verdict-mark';
import { CounterButton } from './counter-button';
import { isRemarkable } from './key-counters';
import { KeyShare, ShareChange } from './key-share';
import { SideLetter } from './side-letter';
import { useCompareView } from './use-compare-view';

interface KeyLine {
  readonly name: string;
  readonly isSent: boolean;
  /** By candidate; absent where a candidate does not have the key, or is not compared. */
  readonly sides: readonly (KeyComparisonDto | undefined)[];
}

/** All candidates side by side: the baseline's share of each key, then every candidate's, its change and its losses. */
export function CandidateTable({ candidates }: { readonly candidates: readonly Candidate[] }) {
  const { lines, left } = keyLines(candidates);
  return (
    <Card aria-label="All candidates">
      <CardHeader>
        <CardTitle>All candidates by key</CardTitle>
        <span className="text-xs text-ink-muted">sent keys only with a difference or a loss</span>
      </CardHeader>
      <Table>
        <caption className="sr-only">Share of right spans by key, of the baseline and of every candidate</caption>
        <thead>
          <tr>
            <HeaderCell rowSpan={2} className="align-bottom">
              Key
            </HeaderCell>
            <HeaderCell rowSpan={2} className="hidden align-bottom md:table-cell">
              <SideLetter letter="A" />
            </HeaderCell>
            {candidates.map(({ runId, letter, comparison }) => (
              <HeaderCell key={runId} colSpan={3} scope="colgroup" className="hidden border-l md:table-cell">
                <span className="flex items-center gap-2">
                  <SideLetter letter={letter} />
                  {comparison !== undefined && <ComparisonVerdictMark verdict={comparison.verdict} size={14} />}
                </span>
              </HeaderCell>
            ))}
          </tr>
          <tr>
            {candidates.map(({ runId }) => (
              <Fragment key={runId}>
                <HeaderCell className="hidden border-l first:pl-3 md:table-cell">Share</HeaderCell>
                <HeaderCell className="hidden text-right md:table-cell">Points</HeaderCell>
                <HeaderCell className="hidden px-1.5 md:table-cell" title={CELL_LOOKS['newly-missing'].meaning}>
                  Newly missing
                </HeaderCell>
              </Fragment>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <TableRow key={`${line.isSent}:${line.name}`}>
              <HeaderCell
                scope="row"
                className="h-11 text-left font-mono font-normal text-ink max-md:w-full max-md:py-2 group-last/row:border-b-0"
              >
                <span className="block max-w-64 truncate text-xs lg:max-w-80" title={line.name}>
                  {visibleText(line.name)}
                </span>
                <FoldedLine line={line} candidates={candidates} />
              </HeaderCell>
              <Cell className="hidden md:table-cell">
                <BaseShare line={line} />
              </Cell>
              {candidates.map((candidate, index) => (
                <CandidateCells
                  key={candidate.runId}
                  candidate={candidate}
                  side={line.sides[index]}
                  isSent={line.isSent}
                />
              ))}
            </TableRow>
          ))}
        </tbody>
      </Table>
      {left > 0 && (
        <p className="border-t border-line px-4 py-2 text-xs text-ink-muted">
          {formatCounted(left, 'more sent key')} with a difference or a loss: each candidate has all of its own below.
        </p>
      )}
    </Card>
  );
}

function BaseShare({ line }: { readonly line: KeyLine }) {
  const side = line.sides.find((one) => one !== undefined);
  return side === undefined ? <Nothing /> : <KeyShare share={side.base} showCount={false} isSent={line.isSent} />;
}

function Nothing() {
  return (
    <span className="relative text-ink-muted">
      <span aria-hidden>–</span>
      <span className="sr-only">nothing to compare</span>
    </span>
  );
}

interface CandidateCellsProps {
  readonly candidate: Candidate;
  readonly side: KeyComparisonDto | undefined;
  readonly isSent: boolean;
}

function CandidateCells({ candidate, side, isSent }: CandidateCellsProps) {
  const { comparison, error } = candidate;
  if (side === undefined) {
    return (
      <Cell colSpan={3} className="hidden border-l text-ink-muted md:table-cell">
        {comparison !== undefined ? <Nothing /> : error === null ? 'comparing…' : 'not compared'}
      </Cell>
    );
  }
  return (
    <>
      <Cell className="hidden border-l md:table-cell">
        <KeyShare share={side.run} showCount={false} isSent={isSent} />
      </Cell>
      <Cell className="hidden text-right md:table-cell">
        <ShareChange base={side.base} run={side.run} />
      </Cell>
      <Cell className="hidden px-0 md:table-cell">
        <NewlyMissing candidate={candidate} side={side} />
      </Cell>
    </>
  );
}

interface NewlyMissingProps {
  readonly candidate: Candidate;
  readonly side: KeyComparisonDto;
  readonly label?: string;
}

function NewlyMissing({ candidate: { runId, letter }, side, ...label }: NewlyMissingProps) {
  const { view, setView } = useCompareView();
  const isPressed = view.of === runId && view.key === side.key && view.only === 'newly-missing';
  return (
    <CounterButton
      state="newly-missing"
      name={`${side.key}: newly missing in ${letter}`}
      count={side.newlyMissing}
      isPressed={isPressed}
      onPress={() =>
        setView(isPressed ? { key: null, only: null } : { of: runId, key: side.key, only: 'newly-missing', dp: null })
      }
      hint={`Show only these paths of ${letter} below`}
      {...label}
    />
  );
}

/** The columns of a line one below the other, where there is no room beside it. */
function FoldedLine({ line, candidates }: { readonly line: KeyLine; readonly candidates: readonly Candidate[] }) {
  return (
    <dl className="mt-1.5 grid justify-start gap-1 font-sans text-sm md:hidden">
      <div className="flex items-center gap-2">
        <dt>
          <SideLetter letter="A" />
        </dt>
        <dd>
          <BaseShare line={line} />
        </dd>
      </div>
      {candidates.map((candidate, index) => {
        const side = line.sides[index];
        return (
          <div key={candidate.runId} className="flex items-center gap-2">
            <dt>
              <SideLetter letter={candidate.letter} />
            </dt>
            <dd className="flex flex-wrap items-center gap-x-3">
              {side === undefined ? (
                <Nothing />
              ) : (
                <>
                  <KeyShare share={side.run} showCount={false} isSent={line.isSent} />
                  <ShareChange base={side.base} run={side.run} showUnit />
                  <NewlyMissing candidate={candidate} side={side} label="newly missing" />
                </>
              )}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

/** Sent keys that are listed; each candidate has all of its own. */
const SENT_LINES_MAX = 20;

/** Attribution keys of any candidate, then the sent keys that any of them has something to say about. */
function keyLines(candidates: readonly Candidate[]) {
  const compared = candidates.map(({ comparison }) => comparison);
  const attribution = compared.map((comparison) => (comparison === undefined ? [] : attributionKeys(comparison)));
  const sent = linesOf(
    compared.map((comparison) => comparison?.sentKeys ?? []),
    true,
  ).filter(({ sides }) => sides.some((side) => side !== undefined && isRemarkable(side)));
  return {
    lines: [...linesOf(attribution, false), ...sent.slice(0, SENT_LINES_MAX)],
    left: Math.max(0, sent.length - SENT_LINES_MAX),
  };
}

function linesOf(keysBySide: readonly (readonly KeyComparisonDto[])[], isSent: boolean): readonly KeyLine[] {
  const maps = keysBySide.map((keys) => new Map(keys.map((key) => [key.key, key])));
  const names = new Set(keysBySide.flatMap((keys) => keys.map(({ key }) => key)));
  return [...names].map((name) => ({ name, isSent, sides: maps.map((map) => map.get(name)) }));
}
