import type { ComparedRow, ComparisonDto, KeyComparisonDto } from '../contracts/compare';
import { isRegression } from '../domain/comparison';
import { causeText, gradeText, sideText } from './cell-texts';
import { countOf, formatPortion } from './format-numbers';
import type { GateCheck, Report } from './report';
import { reportVerdict } from './report-verdict';
import { CELL_WORDS } from './report-words';
import { shownLines } from './shown-text';

/** One test: what it is about, what became of it, and what there is to say. */
interface TestCase {
  readonly className: string;
  readonly name: string;
  readonly outcome: 'passed' | 'failed' | 'skipped';
  /** The kind of failure, one word. */
  readonly type: string;
  readonly message: string;
  readonly text: string;
}

interface Suite {
  readonly name: string;
  readonly cases: readonly TestCase[];
}

/**
 * JUnit XML as continuous integration systems read it: one test for every place and key that was compared, and for every
 * check of a gate. Places that are good in both runs are one test per key, which says how many they are.
 */
export function toJunit(report: Report): string {
  const { comparison, checks } = report;
  const suites = [
    { name: 'gate', cases: checks.map(checkCase) },
    ...(comparison === null ? [] : comparisonSuites(comparison)),
  ].filter(({ cases }) => cases.length > 0);
  const cases = suites.flatMap((suite) => suite.cases);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${attributes({ name: report.title, ...totals(cases), time: '0' })}>`,
    ...suites.map((suite) => suiteXml(suite, report)),
    '</testsuites>',
    '',
  ].join('\n');
}

function checkCase({ id, name, outcome, text }: GateCheck): TestCase {
  return { className: 'gate', name: `${name} (${id})`, outcome, type: 'check', message: text, text };
}

function comparisonSuites(comparison: ComparisonDto): readonly Suite[] {
  const kinds = [
    { name: 'attribution keys', kind: 'attribution', keys: Object.values(comparison.keys) },
    { name: 'sent keys', kind: 'sent', keys: comparison.sentKeys },
  ] as const;
  return kinds.map(({ name, kind, keys }) => {
    const rows = comparison.rows.filter((row) => row.kind === kind);
    const nameOf = rowNames(rows);
    const unlistedKeys = kind === 'sent' ? comparison.sentKeyCount - keys.length : 0;
    return {
      name,
      cases: [
        ...rows.map((row) => rowCase(row, nameOf(row))),
        ...keys.flatMap((key) =>
          keyCases(
            key,
            kind,
            rows.filter((row) => row.key === key.key),
          ),
        ),
        ...(unlistedKeys > 0 ? [unlistedKeysCase(unlistedKeys)] : []),
      ],
    };
  });
}

/** Places whose shortened paths read alike get their hash beside it: tests are told apart by their names. */
function rowNames(rows: readonly ComparedRow[]): (row: ComparedRow) => string {
  const paths = new Map<string, Set<string>>();
  for (const { text, path } of rows) paths.set(text, (paths.get(text) ?? new Set()).add(path));
  return ({ text, path }) => ((paths.get(text)?.size ?? 0) > 1 ? `${text} (${path})` : text);
}

function classNameOf(kind: ComparedRow['kind'], key: string): string {
  return `${kind}.${key}`;
}

function rowCase(row: ComparedRow, name: string): TestCase {
  const { kind, key, state, base, run } = row;
  const words = CELL_WORDS[state];
  const outcome = isRegression(row) ? 'failed' : state === 'not-comparable' ? 'skipped' : 'passed';
  const lines = [
    `${key} at ${row.text}: ${words.name}. ${words.meaning}`,
    `Missing or wrong in the baseline: ${sideText(base)}; in the candidate: ${sideText(run)}.`,
    `What became of it: ${causeText(row)}.`,
    `Grade: ${gradeText(row)}`,
    ...(row.renamedFrom === null ? [] : [`The place was called ${row.renamedFrom} in the baseline.`]),
    ...(run?.example ? [`Example: span ${run.example.spanId} of trace ${run.example.traceId}.`] : []),
  ];
  const message = `${key} ${words.name}: ${sideText(base)} → ${sideText(run)}`;
  return { className: classNameOf(kind, key), name, outcome, type: state, message, text: lines.join('\n') };
}

/** What a key's numbers tell beyond the listed rows, so that nothing is counted twice or not at all. */
function keyCases(
  key: KeyComparisonDto,
  kind: ComparedRow['kind'],
  listed: readonly ComparedRow[],
): readonly TestCase[] {
  const className = classNameOf(kind, key.key);
  const share = `On ${formatPortion(key.base)} of the spans in the baseline, on ${formatPortion(key.run)} in the candidate.`;
  const cases: TestCase[] = [];
  if (key.good > 0) {
    const name = `${countOf(key.good, 'place')} where it is right in both runs`;
    cases.push({ className, name, outcome: 'passed', type: 'good', message: '', text: share });
  }
  const isNew = ({ state }: ComparedRow) => state === 'newly-missing' || state === 'moved';
  const unlistedRegressions = key.newlyMissing + key.moved - listed.filter(isNew).length;
  const all =
    key.newlyMissing + key.moved + key.stillMissing + key.fixed + key.newPath + key.gonePath + key.notComparable;
  const unlisted = all - listed.length;
  if (unlisted > 0) {
    cases.push({
      className,
      name: `${countOf(unlisted, 'more place')} that the report does not list`,
      outcome: unlistedRegressions > 0 ? 'failed' : 'passed',
      type: 'not-listed',
      message: `${countOf(Math.max(0, unlistedRegressions), 'regression')} among them`,
      text: share,
    });
  }
  return cases;
}

function unlistedKeysCase(count: number): TestCase {
  const name = `${countOf(count, 'more sent key')} that the report does not list`;
  return { className: 'sent', name, outcome: 'skipped', type: 'not-listed', message: 'Too many keys.', text: '' };
}

function totals(cases: readonly TestCase[]): Record<string, string> {
  const countWith = (outcome: TestCase['outcome']) => cases.filter((one) => one.outcome === outcome).length;
  return {
    tests: `${cases.length}`,
    failures: `${countWith('failed')}`,
    errors: '0',
    skipped: `${countWith('skipped')}`,
  };
}

function suiteXml({ name, cases }: Suite, report: Report): string {
  const timestamp = report.createdAt.slice(0, 19);
  return [
    `  <testsuite ${attributes({ name, ...totals(cases), time: '0', timestamp })}>`,
    '    <properties>',
    ...properties(report).map(([key, value]) => `      <property ${attributes({ name: key, value })}/>`),
    '    </properties>',
    ...cases.map(caseXml),
    '  </testsuite>',
  ].join('\n');
}

function properties(report: Report): readonly (readonly [string, string])[] {
  const { tool, project, run, comparison, links } = report;
  return [
    ['tool', `${tool.name} ${tool.version}`],
    ['project', project],
    ['verdict', reportVerdict(report)],
    ['run', run.runId],
    ['baseline', comparison?.base.runId ?? ''],
    ['contracts', run.contracts.join(', ')],
    ['live', links.live ?? ''],
    ['shared', links.shared ?? ''],
  ].filter((pair): pair is [string, string] => pair[1] !== '');
}

function caseXml({ className, name, outcome, type, message, text }: TestCase): string {
  const head = `    <testcase ${attributes({ classname: className, name, time: '0' })}>`;
  const body = {
    failed: `<failure ${attributes({ message, type })}>${escapeXml(text)}</failure>`,
    skipped: `<skipped ${attributes({ message })}/>`,
    passed: `<system-out>${escapeXml(text)}</system-out>`,
  }[outcome];
  return `${head}${body}</testcase>`;
}

function attributes(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}="${escapeXml(value).replaceAll('\n', '&#10;').replaceAll('\t', '&#9;')}"`)
    .join(' ');
}

const TEXT_MAX = 4000;
const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Any text as XML 1.0 can hold it: what no document may contain in any form was spelled out or replaced before. */
function escapeXml(text: string): string {
  return shownLines(text, TEXT_MAX).replace(/[&<>"]/g, (char) => ENTITIES[char] ?? char);
}
