/** @jsxImportSource preact */
import type { ComparedDatapointDto, ComparisonDto, KeyComparisonDto } from '../../contracts/compare';
import { causesText, gradeText, groupRows, sideText, tellingSide } from '../cell-texts';
import { countOf, formatCount, formatPortion } from '../format-numbers';
import { type JoinedCell, joinCells } from '../join-cells';
import { CELL_WORDS } from '../report-words';
import { type Column, DataTable } from './data-table';
import { CellMark, StateMark } from './mark';
import { Name, proseOf } from './texts';

/** Shares of every key in both runs. */
export function Keys({ keys, sentKeys, sentKeyCount }: ComparisonDto) {
  const attribution = Object.values(keys);
  const unlisted = sentKeyCount - sentKeys.length;
  return (
    <section aria-labelledby="keys">
      <h2 id="keys">Keys</h2>
      <DataTable
        id="keys-table"
        caption="Attribution keys: spans that carry them as they should, and places by what became of them"
        rows={attribution}
        columns={KEY_COLUMNS}
      />
      {sentKeys.length > 0 && (
        <>
          <h3>Sent keys</h3>
          <DataTable
            id="sent-keys-table"
            caption={`Keys that clients sent: spans whose key is preserved${unlisted > 0 ? `; ${formatCount(unlisted)} more not listed` : ''}`}
            rows={sentKeys}
            columns={KEY_COLUMNS}
          />
        </>
      )}
    </section>
  );
}

const KEY_COLUMNS: readonly Column<KeyComparisonDto>[] = [
  { heading: 'Key', cell: ({ key }) => <Name text={key} /> },
  { heading: 'Baseline', look: 'number', cell: ({ base }) => formatPortion(base) },
  { heading: 'Candidate', look: 'number', cell: ({ run }) => formatPortion(run) },
  { heading: 'Newly missing', look: 'number', cell: ({ newlyMissing }) => formatCount(newlyMissing) },
  { heading: 'Moved', look: 'number', cell: ({ moved }) => formatCount(moved) },
  { heading: 'Fixed', look: 'number', cell: ({ fixed }) => formatCount(fixed) },
  { heading: 'Still missing', look: 'number', cell: ({ stillMissing }) => formatCount(stillMissing) },
];

/** Every place and key in which something differs or is lost. */
export function Differences({ rows, rowCount }: ComparisonDto) {
  const { regressions, newPaths, stillMissing, fixed, undecided } = groupRows(rows);
  const parts = [
    { id: 'newly-missing', heading: 'Regressions', about: CELL_WORDS['newly-missing'].meaning, rows: regressions },
    { id: 'new-paths', heading: 'Missing on new paths', about: CELL_WORDS['new-path'].meaning, rows: newPaths },
    { id: 'still-missing', heading: 'Still missing', about: CELL_WORDS['still-missing'].meaning, rows: stillMissing },
    { id: 'fixed', heading: 'Fixed', about: CELL_WORDS.fixed.meaning, rows: fixed },
    { id: 'undecided', heading: 'Not decided', about: 'Only one of the runs says something.', rows: undecided },
  ].filter((part) => part.rows.length > 0);
  return (
    <section aria-labelledby="differences">
      <h2 id="differences">Differences</h2>
      {parts.length === 0 && <p>Nothing differs, and nothing is missing.</p>}
      {parts.map((part) => (
        <>
          <h3>{part.heading}</h3>
          <DataTable
            id={`${part.id}-table`}
            caption={part.about}
            rows={joinCells(part.rows)}
            columns={part.rows === regressions ? REGRESSION_COLUMNS : ROW_COLUMNS}
          />
        </>
      ))}
      {rowCount > rows.length && <p>{countOf(rowCount - rows.length, 'more place')} not listed here.</p>}
    </section>
  );
}

const ROW_COLUMNS: readonly Column<JoinedCell>[] = [
  {
    heading: 'Path',
    cell: ({ row: { text, renamedFrom } }) => (
      <>
        <Name text={text} />
        {renamedFrom !== null && (
          <>
            {' '}
            was <Name text={renamedFrom} />
          </>
        )}
      </>
    ),
  },
  { heading: 'Keys', look: 'name', cell: ({ keys }) => <Names texts={keys} /> },
  { heading: 'What', cell: ({ row: { state } }) => <CellMark state={state} /> },
  { heading: 'Missing in baseline', cell: ({ row: { base } }) => sideText(base) },
  { heading: 'Missing in candidate', cell: ({ row: { run } }) => sideText(run) },
  {
    heading: 'State and cause',
    look: 'prose',
    cell: ({ row }) => {
      const side = tellingSide(row);
      return side === null ? (
        '–'
      ) : (
        <>
          <StateMark state={side.worst} /> {causesText(side)}
        </>
      );
    },
  },
];

const REGRESSION_COLUMNS: readonly Column<JoinedCell>[] = [
  ...ROW_COLUMNS,
  { heading: 'Grade', look: 'prose', cell: ({ row }) => proseOf(gradeText(row)) },
];

interface DatapointsProps {
  readonly datapoints: readonly ComparedDatapointDto[];
  readonly datapointCount: number;
}

/** The datapoints, most newly missing first. */
export function Datapoints({ datapoints, datapointCount }: DatapointsProps) {
  if (datapoints.length === 0) return null;
  const unlisted = datapointCount - datapoints.length;
  return (
    <section aria-labelledby="datapoints">
      <h2 id="datapoints">Datapoints</h2>
      <DataTable
        id="datapoints-table"
        caption={`Places by what became of them, most newly missing first${unlisted > 0 ? `; ${formatCount(unlisted)} more datapoints not listed` : ''}`}
        rows={datapoints}
        columns={DATAPOINT_COLUMNS}
      />
    </section>
  );
}

const MATCH_WORDS: Readonly<Record<ComparedDatapointDto['match'], string>> = {
  id: 'both runs',
  inputs: 'both runs, by inputs',
  'only-base': 'only the baseline',
  'only-run': 'only the candidate',
};

const DATAPOINT_COLUMNS: readonly Column<ComparedDatapointDto>[] = [
  {
    heading: 'Datapoint',
    cell: ({ datapointId }) =>
      datapointId === null ? <span class="muted">without an id</span> : <Name text={datapointId} />,
  },
  { heading: 'In', look: 'name', cell: ({ match }) => MATCH_WORDS[match] },
  { heading: 'Newly missing', look: 'number', cell: ({ newlyMissing }) => formatCount(newlyMissing) },
  { heading: 'Fixed', look: 'number', cell: ({ fixed }) => formatCount(fixed) },
  { heading: 'Still missing', look: 'number', cell: ({ stillMissing }) => formatCount(stillMissing) },
  {
    heading: 'Keys newly missing',
    look: 'prose',
    cell: ({ keys }) => <Names texts={keys} />,
  },
];

function Names({ texts }: { readonly texts: readonly string[] }) {
  return texts.map((text, i) => (
    <>
      {i > 0 && ', '}
      <Name text={text} />
    </>
  ));
}
