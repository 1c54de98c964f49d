/** @jsxImportSource preact */
import type { ComponentChildren } from 'preact';
import type { ComparedRun } from '../../contracts/compare';
import { countOf, formatCount } from '../format-numbers';
import type { GateCheck, Report } from '../report';
import { reportVerdict } from '../report-verdict';
import { DataTable } from './data-table';
import { OutcomeMark, VerdictMark } from './mark';
import { Link, Name, proseOf, Time } from './texts';

/** Title, verdict and where to read on. */
export function Heading({ report, children }: { readonly report: Report; readonly children?: ComponentChildren }) {
  const { title, project, createdAt, comparison, checks, links } = report;
  return (
    <header>
      <p class="over">
        Baggage Claim · {comparison === null ? 'one run' : 'two runs compared'} · project <Name text={project} /> ·{' '}
        <Time time={createdAt} />
      </p>
      <h1>{proseOf(title)}</h1>
      <p class="verdict">
        {checks.length > 0 ? (
          <OutcomeMark outcome={checks.some(({ outcome }) => outcome === 'failed') ? 'failed' : 'passed'} />
        ) : (
          comparison !== null && <VerdictMark verdict={comparison.verdict} />
        )}{' '}
        {proseOf(reportVerdict(report))}
      </p>
      {(links.live !== null || links.shared !== null) && (
        <ul class="links">
          {links.live !== null && (
            <li>
              <Link
                address={links.live}
                words={comparison === null ? 'The run as it is now' : 'The comparison as it is now'}
              />
            </li>
          )}
          {links.shared !== null && (
            <li>
              <Link address={links.shared} words="This comparison, frozen" />
            </li>
          )}
        </ul>
      )}
      {children}
    </header>
  );
}

/** What makes the report weaker than it looks, and what was taken out of it. */
export function Notices({ comparison, redaction }: Report) {
  const warnings = comparison?.warnings ?? [];
  return (
    <>
      {warnings.length > 0 && (
        <section aria-labelledby="warnings">
          <h2 id="warnings">Warnings</h2>
          <ul>
            {warnings.map(({ text }) => (
              <li>{proseOf(text)}</li>
            ))}
          </ul>
        </section>
      )}
      {redaction !== null && (
        <p class="notice">
          {countOf(redaction.replaced, 'value')} {redaction.replaced === 1 ? 'was' : 'were'} redacted before this was
          made. Equal placeholders stand for equal values.
          {redaction.patterns.length > 0 && (
            <>
              {' '}
              Asked for:{' '}
              {redaction.patterns.map((pattern, i) => (
                <>
                  {i > 0 && ', '}
                  <Name text={pattern} />
                </>
              ))}
              .
            </>
          )}
        </p>
      )}
    </>
  );
}

export function Checks({ checks }: { readonly checks: readonly GateCheck[] }) {
  if (checks.length === 0) return null;
  return (
    <section aria-labelledby="checks">
      <h2 id="checks">Checks</h2>
      <DataTable
        id="checks-table"
        caption={`${countOf(checks.length, 'condition')} of the gate`}
        rows={checks}
        columns={[
          { heading: 'Check', cell: ({ name }) => proseOf(name) },
          { heading: 'Outcome', cell: ({ outcome }) => <OutcomeMark outcome={outcome} /> },
          { heading: 'What was found', look: 'prose', cell: ({ text }) => proseOf(text) },
        ]}
      />
    </section>
  );
}

/** What was compared, side by side. */
export function Runs({ comparison, run }: Pick<Report, 'comparison' | 'run'>) {
  const runs = comparison === null ? [run] : [comparison.base, run];
  return (
    <section aria-labelledby="runs">
      <h2 id="runs">{comparison === null ? 'The run' : 'The runs'}</h2>
      <DataTable
        id="runs-table"
        caption={comparison === null ? 'What was judged' : alignmentText(comparison)}
        rows={RUN_FACTS}
        columns={[
          { heading: 'Fact', cell: ({ name }) => name },
          ...runs.map((side, i) => ({
            heading: comparison === null ? 'Run' : i === 0 ? 'Baseline (A)' : 'Candidate (B)',
            cell: ({ value }: RunFact) => value(side),
          })),
        ]}
      />
    </section>
  );
}

function alignmentText({ alignment }: NonNullable<Report['comparison']>): string {
  const { matched, byInputs, onlyBase, onlyRun, isPooled } = alignment;
  if (isPooled) return 'No datapoint is in both runs: all datapoints of each are compared together.';
  const how = byInputs === 0 ? '' : `, ${formatCount(byInputs)} of them by their inputs`;
  return `${countOf(matched, 'datapoint')} in both runs${how}; ${formatCount(onlyBase)} only in A, ${formatCount(onlyRun)} only in B.`;
}

interface RunFact {
  readonly name: string;
  readonly value: (run: ComparedRun) => ComponentChildren;
}

const orNone = (text: string | null) => (text === null ? <span class="muted">none</span> : <Name text={text} />);

const RUN_FACTS: readonly RunFact[] = [
  { name: 'Run', value: ({ runId }) => <Name text={runId} /> },
  { name: 'Name', value: ({ name }) => orNone(name) },
  { name: 'Created', value: ({ createdAt }) => <Time time={createdAt} /> },
  { name: 'Dataset', value: ({ datasetId }) => orNone(datasetId) },
  { name: 'Client', value: ({ client }) => orNone(client === null ? null : `${client.name} ${client.version}`) },
  { name: 'Commit', value: ({ commit }) => orNone(commit) },
  { name: 'Contract', value: ({ contracts }) => orNone(contracts.length === 0 ? null : contracts.join(', ')) },
  {
    name: 'Spans',
    value: ({ spans, sessions, unsettledSessions }) =>
      `${countOf(spans, 'span')} in ${countOf(sessions, 'session')}${unsettledSessions === 0 ? '' : `, ${formatCount(unsettledSessions)} not settled`}`,
  },
  { name: 'State of the data', value: ({ version }) => <Name text={version} /> },
];

export function Foot({ tool, project, run, comparison, createdAt, inputsHash }: Report) {
  return (
    <footer>
      <p>
        {proseOf(`${tool.name} ${tool.version}`)}, project <Name text={project} />, made <Time time={createdAt} />.
        Runs:{' '}
        {comparison !== null && (
          <>
            <Name text={comparison.base.runId} /> and{' '}
          </>
        )}
        <Name text={run.runId} />.
      </p>
      {inputsHash !== undefined && (
        <p>
          Inputs: <Name text={inputsHash} />. It is equal for reports on the same data under the same contract.
        </p>
      )}
    </footer>
  );
}
