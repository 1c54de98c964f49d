import type { ComparedRow, ComparedRun, ComparisonDto, KeyComparisonDto } from '../contracts/compare';
import type { LocatedFindingDto } from '../contracts/finding';
import type { Exemplar } from '../contracts/snapshots';
import { causeText, gradeText, groupRows, sideText } from './cell-texts';
import { markdownCode, markdownText } from './escape-markdown';
import { fitSections, type Section } from './fit-sections';
import { countOf, formatCount, formatPortion, formatTime } from './format-numbers';
import type { Report } from './report';
import { reportVerdict } from './report-verdict';
import { CELL_WORDS, SEVERITY_WORDS } from './report-words';
import { safeAddress } from './safe-address';

/** GitHub takes issues and comments of up to 65,536 characters; somebody may want to write something above it. */
const LENGTH_MAX = 64_000;
const TITLE_MAX = 200;
const NAME_MAX = 160;
const PROSE_MAX = 600;
const VALUE_MAX = 300;

/** For an issue tracker: the verdict first, then what to look at. Names and values can not become markup, whatever they are. */
export function toMarkdown(report: Report): string {
  const head = headOf(report);
  const foot = footOf(report);
  const body = fitSections(sectionsOf(report), LENGTH_MAX - head.length - foot.length);
  return `${[head, body, foot].filter((part) => part !== '').join('\n\n')}\n`;
}

const name = (text: string) => markdownCode(text, NAME_MAX);
const prose = (text: string) => markdownText(text, PROSE_MAX);

function headOf(report: Report): string {
  const { links, comparison } = report;
  const addresses = [
    { label: 'Frozen comparison', address: safeAddress(links.shared) },
    { label: comparison === null ? 'Live run' : 'Live comparison', address: safeAddress(links.live) },
  ].filter(({ address }) => address !== null);
  return [
    `# ${markdownText(report.title, TITLE_MAX)}`,
    `**${prose(reportVerdict(report))}**`,
    addresses.map(({ label, address }) => `[${label}](<${address}>)`).join(' · '),
  ]
    .filter((line) => line !== '')
    .join('\n\n');
}

/** What stands at the end and is never left out. */
function footOf({ tool, createdAt, project, run, comparison, redaction, inputsHash }: Report): string {
  const sides =
    comparison === null ? [runFacts('Run', run)] : [runFacts('Baseline', comparison.base), runFacts('Candidate', run)];
  const unlisted = comparison === null ? 0 : comparison.rowCount - comparison.rows.length;
  return [
    '---',
    '',
    `${prose(`${tool.name} ${tool.version}`)} · project ${name(project)} · ${formatTime(createdAt)}`,
    '',
    ...sides.map((side) => `- ${side}`),
    ...(inputsHash === undefined ? [] : [`- Inputs: ${name(inputsHash)}`]),
    ...(redaction === null ? [] : [`- ${redactionText(redaction)}`]),
    ...(unlisted > 0 ? [`- ${countOf(unlisted, 'more place')} with a difference or a loss, not listed`] : []),
  ].join('\n');
}

function redactionText({ patterns, replaced }: NonNullable<Report['redaction']>): string {
  const named =
    patterns.length === 0
      ? ''
      : `; asked for: ${patterns
          .slice(0, 10)
          .map((pattern) => markdownCode(pattern, 60))
          .join(', ')}`;
  return `${countOf(replaced, 'value')} redacted${named}`;
}

function runFacts(side: string, run: ComparedRun): string {
  return [
    `${side}: ${name(run.runId)}`,
    ...(run.name === null ? [] : [`name ${name(run.name)}`]),
    run.client === null ? 'client unknown' : `client ${name(`${run.client.name} ${run.client.version}`)}`,
    ...(run.commit === null ? [] : [`commit ${name(run.commit)}`]),
    ...(run.datasetId === null ? [] : [`dataset ${name(run.datasetId)}`]),
    `contract ${run.contracts.slice(0, 5).map(name).join(', ') || 'none'}`,
    `${countOf(run.spans, 'span')} in ${countOf(run.sessions, 'session')}`,
    `data ${name(run.version)}`,
  ].join(', ');
}

function sectionsOf(report: Report): readonly Section[] {
  const { comparison, checks, findings, findingCount, exemplars } = report;
  return [
    ...(comparison === null ? [] : [warningSection(comparison)]),
    list('Checks', 'checks', 2, checks, (check) => {
      return `- **${check.outcome}**: ${prose(check.name)}. ${prose(check.text)}`;
    }),
    ...(comparison === null ? [] : comparisonSections(comparison)),
    { ...list('Findings', 'findings', 4, findings, findingText), total: findingCount },
    list('Examples', 'examples', 2, exemplars, exemplarText),
  ];
}

function list<T>(
  heading: string,
  noun: string,
  weight: number,
  items: readonly T[],
  write: (item: T) => string,
): Section {
  return { heading: `## ${heading}`, head: [], items: items.map(write), total: items.length, noun, weight };
}

function warningSection({ warnings }: ComparisonDto): Section {
  return list('Warnings', 'warnings', 1, warnings, ({ text }) => `- ${prose(text)}`);
}

function comparisonSections(comparison: ComparisonDto): readonly Section[] {
  const { keys, sentKeys, rows } = comparison;
  const { regressions, newPaths, stillMissing, fixed } = groupRows(rows);
  const told = sentKeys.filter(differs);
  const rowSections = [
    table('Regressions', 'regressions', 6, REGRESSION_HEADINGS, regressions, regressionCells),
    table('Missing on new paths', 'new paths', 2, ROW_HEADINGS, newPaths, rowCells),
    table('Still missing', 'losses', 2, ROW_HEADINGS, stillMissing, rowCells),
    table('Fixed', 'repairs', 2, ROW_HEADINGS, fixed, rowCells),
  ];
  return [
    table('Attribution keys', 'keys', 3, KEY_HEADINGS, Object.values(keys), keyCells),
    table('Sent keys that changed or are lost', 'sent keys', 2, KEY_HEADINGS, told, keyCells),
    ...rowSections,
  ];
}

function differs({ newlyMissing, moved, fixed, stillMissing }: KeyComparisonDto): boolean {
  return newlyMissing + moved + fixed + stillMissing > 0;
}

function table<T>(
  heading: string,
  noun: string,
  weight: number,
  headings: readonly string[],
  items: readonly T[],
  cellsOf: (item: T) => readonly string[],
): Section {
  const head = [rowOf(headings), rowOf(headings.map(() => '---'))];
  const written = items.map((item) => rowOf(cellsOf(item)));
  return { heading: `## ${heading}`, head, items: written, total: items.length, noun, weight };
}

function rowOf(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

const KEY_HEADINGS = ['Key', 'Baseline', 'Candidate', 'Newly missing', 'Fixed', 'Still missing'];

function keyCells({ key, base, run, newlyMissing, moved, fixed, stillMissing }: KeyComparisonDto): readonly string[] {
  const gone = moved === 0 ? formatCount(newlyMissing) : `${formatCount(newlyMissing)} and ${formatCount(moved)} moved`;
  return [name(key), formatPortion(base), formatPortion(run), gone, formatCount(fixed), formatCount(stillMissing)];
}

const REGRESSION_HEADINGS = ['Path', 'Key', 'What', 'Missing in baseline', 'Missing in candidate', 'Grade', 'Cause'];

function regressionCells(row: ComparedRow): readonly string[] {
  const { key, state, base, run } = row;
  const what = CELL_WORDS[state].name;
  return [pathCell(row), name(key), what, sideText(base), sideText(run), prose(gradeText(row)), prose(causeText(row))];
}

const ROW_HEADINGS = ['Path', 'Key', 'Missing in baseline', 'Missing in candidate', 'Cause'];

function rowCells(row: ComparedRow): readonly string[] {
  return [pathCell(row), name(row.key), sideText(row.base), sideText(row.run), prose(causeText(row))];
}

function pathCell({ text, renamedFrom }: ComparedRow): string {
  return renamedFrom === null ? name(text) : `${name(text)}, was ${name(renamedFrom)}`;
}

function findingText(finding: LocatedFindingDto): string {
  const { severity, rule, title, keys, span, size, expected, observed, cause, evidence, advice } = finding;
  const place = [
    ...(span === null ? [] : [`span ${name(span.name)} (${name(span.spanId)} of trace ${name(span.traceId)})`]),
    `session ${name(finding.sessionId)}`,
    ...(finding.datapointId === null ? [] : [`datapoint ${name(finding.datapointId)}`]),
  ];
  const values = [...new Set([...Object.keys(expected), ...Object.keys(observed)])].slice(0, 10).map((key) => {
    // Own members only: a key may be called `constructor`.
    const [want, found] = [expected, observed].map((of) => (Object.hasOwn(of, key) ? of[key] : undefined));
    return `${name(key)}: expected ${valueText(want)}, found ${valueText(found)}`;
  });
  return [
    `### ${SEVERITY_WORDS[severity]}: ${markdownText(title, TITLE_MAX)}`,
    '',
    `- ${rule}, ${countOf(size, 'span')}, ${place.join(', ')}`,
    ...(keys.length === 0 ? [] : [`- Keys: ${keys.slice(0, 20).map(name).join(', ')}`]),
    ...values.map((line) => `- ${line}`),
    `- Cause (${cause.confidence} confidence): ${prose(cause.text)}`,
    ...evidence.slice(0, 12).map((line) => `- Evidence: ${prose(line)}`),
    `- What to do: ${prose(advice)}`,
    '',
  ].join('\n');
}

function valueText(value: string | null | undefined): string {
  return value === undefined || value === null ? 'nothing' : markdownCode(value, VALUE_MAX);
}

function exemplarText({ side, key, text, name: spanName, spanId, traceId, datapointId, values }: Exemplar): string {
  const where = datapointId === null ? '' : `, datapoint ${name(datapointId)}`;
  return [
    `- **${side === 'base' ? 'Baseline' : 'Candidate'}**, ${name(key)} at ${name(text)}: span ${name(spanName)} (${name(spanId)} of trace ${name(traceId)}${where})`,
    ...values.slice(0, 10).map((shown) => {
      const stored = shown.stored
        .slice(0, 5)
        .map(({ path, value }) => `${markdownCode(value, VALUE_MAX)} at ${name(path)}`);
      return `  - ${name(shown.key)}: sent ${valueText(shown.sent)}; stored ${stored.join(', ') || 'nowhere'}`;
    }),
  ].join('\n');
}
