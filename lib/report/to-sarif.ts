import type { Location, Log, Message, ReportingDescriptor, Result, Run, ThreadFlowLocation } from 'sarif';
import type { ComparedRow, ComparisonDto } from '../contracts/compare';
import type { LocatedFindingDto } from '../contracts/finding';
import type { CellState } from '../domain/comparison';
import type { RuleCode, Severity } from '../domain/finding';
import { causeText, gradeText, sideText } from './cell-texts';
import type { Report } from './report';
import { reportVerdict } from './report-verdict';
import { CELL_WORDS } from './report-words';
import { REGRESSION_CODE, REGRESSION_TEXT, RULE_TEXTS, type RuleText } from './rule-texts';
import { shownText } from './shown-text';

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

/**
 * SARIF 2.1.0. A comparison and the findings are two runs of the tool: within one run either every result or none may
 * have a baselineState (section 3.27.24), and nobody compared the findings with those of the baseline. Their
 * automation ids differ, as GitHub demands of runs in one file.
 */
export function toSarif(report: Report): string {
  const { comparison } = report;
  const runs = [
    ...(comparison === null ? [] : [comparisonRun(report, comparison)]),
    ...(comparison === null || report.findings.length > 0 ? [findingsRun(report)] : []),
  ];
  const log: Log = { $schema: SCHEMA, version: '2.1.0', runs };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function comparisonRun(report: Report, comparison: ComparisonDto): Run {
  const rows = comparison.rows.filter((row) => ROW_RESULTS[row.state] !== null);
  return toolRun(report, 'regressions', [toDescriptor(REGRESSION_CODE, REGRESSION_TEXT)], rows.flatMap(rowResult));
}

function findingsRun(report: Report): Run {
  // Only the rules that are used: tools list them all.
  const codes = [...new Set(report.findings.map(({ rule }) => rule))].sort();
  const rules = codes.map((code) => toDescriptor(code, RULE_TEXTS[code]));
  return toolRun(
    report,
    'findings',
    rules,
    report.findings.map((finding) => findingResult(finding, codes)),
  );
}

function toolRun(report: Report, part: string, rules: ReportingDescriptor[], results: Result[]): Run {
  const { tool, project, run, comparison, checks, links } = report;
  return {
    tool: { driver: { name: tool.name, version: tool.version, rules } },
    automationDetails: { id: `baggage-claim/${project.replace(/[^\w.-]/g, '-')}/${part}/` },
    invocations: [{ executionSuccessful: true, endTimeUtc: report.createdAt }],
    columnKind: 'utf16CodeUnits',
    results,
    properties: {
      title: report.title,
      verdict: reportVerdict(report),
      run,
      base: comparison?.base ?? null,
      checks,
      links,
    },
  };
}

function toDescriptor(id: string, { name, short, help }: RuleText): ReportingDescriptor {
  return { id, name, shortDescription: { text: short }, fullDescription: { text: short }, help: { text: help } };
}

type Told = Pick<Result, 'kind' | 'level'>;

/** What each state of a cell is to SARIF; null for states that say nothing about the candidate. */
const ROW_RESULTS: Readonly<Record<CellState, Told | null>> = {
  'newly-missing': { kind: 'fail', level: 'error' },
  moved: { kind: 'fail', level: 'warning' },
  'still-missing': { kind: 'fail', level: 'note' },
  'new-path': { kind: 'fail', level: 'note' },
  // Only failures have a level (section 3.27.10).
  fixed: { kind: 'pass', level: 'none' },
  'gone-path': null,
  'not-comparable': null,
};

function rowResult(row: ComparedRow): readonly Result[] {
  const told = ROW_RESULTS[row.state];
  if (told === null) return [];
  const { key, state, text, path, grade, fingerprint } = row;
  const level = grade === 'suspected' && told.level === 'error' ? 'warning' : told.level;
  const sentences = [
    `${key} at ${text}: ${CELL_WORDS[state].name}.`,
    `Missing or wrong in ${sideText(row.base)} of the baseline and ${sideText(row.run)} of the candidate.`,
    `${causeText(row)}.`,
    gradeText(row),
  ];
  return [
    {
      ruleId: REGRESSION_CODE,
      ruleIndex: 0,
      ...told,
      ...(level === undefined ? {} : { level }),
      baselineState: row.baselineState,
      message: toMessage(sentences.join(' ')),
      locations: [toLocation(text)],
      partialFingerprints: fingerprintsOf(fingerprint),
      properties: { key, keyKind: row.kind, state, path, grade, flake: row.flake, datapoints: row.datapoints },
    },
  ];
}

const LEVELS: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  critical: 'error',
  error: 'error',
  warning: 'warning',
  info: 'note',
};

function findingResult(finding: LocatedFindingDto, codes: readonly RuleCode[]): Result {
  const { rule, severity, title, keys, span, parent, cause, evidence, advice, fingerprint, sessionId } = finding;
  const name = [parent?.name, span?.name].filter((part) => part !== undefined).join(' › ') || 'session';
  const flow = breakFlow(finding);
  return {
    ruleId: rule,
    ruleIndex: codes.indexOf(rule),
    kind: 'fail',
    level: LEVELS[severity],
    message: toMessage([`${title}.`, cause.text, ...evidence, advice].filter((part) => part !== '').join(' ')),
    locations: [toLocation(name)],
    partialFingerprints: fingerprintsOf(fingerprint),
    ...(flow.length === 0 ? {} : { codeFlows: [{ threadFlows: [{ locations: flow }] }] }),
    properties: { keys, cause: cause.code, confidence: cause.confidence, size: finding.size, sessionId, span },
  };
}

/** From the span that still has the keys to the one that has lost them. */
function breakFlow({ parent, span, keys }: LocatedFindingDto): ThreadFlowLocation[] {
  if (parent === null || span === null) return [];
  const steps = [
    { name: parent.name, text: `“${parent.name}” carries ${keys.join(', ') || 'the keys'}.` },
    { name: `${parent.name} › ${span.name}`, text: `“${span.name}” does not.` },
  ];
  return steps.map(({ name, text }) => ({ location: { ...toLocation(name), message: toMessage(text) } }));
}

/**
 * Where a span stands in its tree is a logical location. GitHub refuses a whole file in which one result has no physical
 * one, although a trace has no source file: so there is one that does not exist and never changes.
 */
const PSEUDO_FILE = 'baggage-claim/trace';

function toLocation(path: string): Location {
  return {
    physicalLocation: { artifactLocation: { uri: PSEUDO_FILE }, region: { startLine: 1 } },
    logicalLocations: [{ fullyQualifiedName: path, kind: 'span' }],
  };
}

const MESSAGE_MAX = 4000;

/** Braces are placeholders unless they are doubled (section 3.11.5), and `[a](b)` is a link (section 3.11.6). */
function toMessage(text: string): Message {
  return { text: shownText(text, MESSAGE_MAX).replace(/[{}]/g, '$&$&').replaceAll('](', '] (') };
}

/** GitHub tells results of one rule in one file apart by the hash of their line, which it can not make of no file. */
function fingerprintsOf(fingerprint: string): Record<string, string> {
  return { 'auditKey/v1': fingerprint, primaryLocationLineHash: `${fingerprint}:1` };
}
