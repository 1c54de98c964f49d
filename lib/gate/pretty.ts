import type { ComparisonDto, KeyComparisonDto } from '../contracts/compare';
import type { RunDetail } from '../contracts/runs';
import type { KeyShare } from '../domain/comparison';
import { formatCount, formatShare } from '../report/format-numbers';
import type { GateCheck, Report } from '../report/report';
import { visibleText } from '../trace/visible-text';
import { attributionShare, type GateOutcome } from './evaluate-gate';

/** A gate that was judged. */
export interface Gate {
  readonly outcome: GateOutcome;
  readonly run: RunDetail;
  /** Against the baseline; null without one. */
  readonly comparison: ComparisonDto | null;
  readonly links: Report['links'];
}

interface PrettyOptions {
  readonly hasColours: boolean;
}

type Paint = (text: string) => string;
interface Paints {
  readonly good: Paint;
  readonly bad: Paint;
  readonly faint: Paint;
  readonly bold: Paint;
}

const asIs: Paint = (text) => text;
const PLAIN: Paints = { good: asIs, bad: asIs, faint: asIs, bold: asIs };
const COLOURED: Paints = { good: sgr(32, 39), bad: sgr(31, 39), faint: sgr(2, 22), bold: sgr(1, 22) };

const NAME_MAX = 60;
const SENT_KEYS_MAX = 10;

/** The outcome of a gate for a terminal: verdict, shares by key, checks, links. Ends without a line break. */
export function prettyGate(gate: Gate, { hasColours }: PrettyOptions): string {
  const paints = hasColours ? COLOURED : PLAIN;
  const parts = [
    headOf(gate, paints),
    tableOf(gate, paints),
    gate.outcome.checks.map((check) => checkLine(check, paints)).join('\n'),
    (gate.comparison?.warnings ?? []).map(({ text }) => `  ! ${visibleText(text)}`).join('\n'),
    linksOf(gate).join('\n'),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

function headOf({ outcome, run, comparison }: Gate, { good, bad, bold }: Paints): string {
  const failed = outcome.checks.filter((check) => check.outcome === 'failed').length;
  const verdict = outcome.passed
    ? `${good('✓')} ${bold('The gate passes.')}`
    : `${bad('✗')} ${bold(`The gate fails: ${failed} of ${outcome.checks.length} checks.`)}`;
  const lines = [`${verdict} ${visibleText(comparison?.sentence ?? run.verdict)}`, `  run       ${nameOf(run)}`];
  if (comparison !== null) lines.push(`  baseline  ${nameOf(comparison.base)}`);
  return lines.join('\n');
}

function nameOf({ runId, name }: Pick<RunDetail, 'runId' | 'name'>): string {
  return name === null ? shown(runId) : `${shown(name)} (${shown(runId)})`;
}

/** On one line, with nothing that a terminal would obey, and not too long. */
function shown(text: string): string {
  const chars = Array.from(visibleText(text));
  return chars.length <= NAME_MAX ? chars.join('') : `${chars.slice(0, NAME_MAX - 1).join('')}…`;
}

const HEADINGS = ['key', 'baseline', 'run', 'newly missing', 'still missing', 'fixed'];

function tableOf({ comparison, run }: Gate, { faint }: Paints): string {
  const rows =
    comparison === null
      ? Object.entries(run.attribution).map(([key, counts]) => [shown(key), shareText(attributionShare(counts))])
      : [...Object.values(comparison.keys), ...tellingSentKeys(comparison.sentKeys)].map(comparedCells);
  if (rows.length === 0) return '';
  const headings = comparison === null ? ['key', 'run'] : HEADINGS;
  const widths = headings.map((heading, column) =>
    Math.max(heading.length, ...rows.map((row) => (row[column] ?? '').length)),
  );
  const lineOf = (cells: readonly string[]) =>
    `  ${cells.map((cell, column) => pad(cell, widths[column] ?? 0, column)).join('  ')}`.trimEnd();
  return [faint(lineOf(headings)), ...rows.map(lineOf)].join('\n');
}

/** The first column is words, all others are numbers. */
function pad(cell: string, width: number, column: number): string {
  return column === 0 ? cell.padEnd(width) : cell.padStart(width);
}

/** They come with differences and losses first. */
function tellingSentKeys(sentKeys: readonly KeyComparisonDto[]): readonly KeyComparisonDto[] {
  return sentKeys
    .filter(({ newlyMissing, moved, stillMissing, fixed }) => newlyMissing + moved + stillMissing + fixed > 0)
    .slice(0, SENT_KEYS_MAX);
}

function comparedCells({ key, base, run, newlyMissing, moved, stillMissing, fixed }: KeyComparisonDto): string[] {
  const counts = [newlyMissing + moved, stillMissing, fixed].map(formatCount);
  return [shown(key), shareText(base), shareText(run), ...counts];
}

function shareText(share: KeyShare): string {
  return share.judged === 0 ? '–' : `${formatShare(share)} of ${formatCount(share.judged)}`;
}

function checkLine({ name, outcome, text }: GateCheck, { good, bad, faint }: Paints): string {
  const marks = { passed: good('✓'), failed: bad('✗'), skipped: faint('–') };
  const words = outcome === 'skipped' ? `skipped: ${text}` : text;
  return `  ${marks[outcome]} ${visibleText(name)}: ${visibleText(words)}`;
}

function linksOf({ comparison, links }: Gate): readonly string[] {
  const live = links.live === null ? [] : [`  ${comparison === null ? 'Run     ' : 'Compare '}  ${links.live}`];
  return links.shared === null ? live : [...live, `  Shared    ${links.shared}`];
}

function sgr(on: number, off: number): Paint {
  return (text) => `\u001b[${on}m${text}\u001b[${off}m`;
}
