import { countOf, inWords } from '../audit/in-words';
import type { Alignment, ComparisonVerdict, Grade } from '../domain/comparison';
import type { Sides } from './cell-marks';
import type { KeySum } from './sum-keys';

/** What a comparison is told from. */
export interface ComparisonSummary {
  readonly verdict: ComparisonVerdict;
  readonly attribution: readonly KeySum[];
  readonly sent: readonly KeySum[];
  readonly alignment: Alignment;
  /** Judged spans of each run, and those of the candidate in datapoints that count. */
  readonly spans: Sides<number> & { readonly compared: number };
}

/** Names of keys, their characters, and clauses of one kind, that are told. */
const NAMES_MAX = 4;
const NAME_LENGTH_MAX = 80;
const CLAUSES_MAX = 3;

/**
 * The verdict in words, e.g. "Regressed: run_id is newly missing on all 4 paths, in 2 of 2 datapoints; confirmed.
 * Nothing was fixed."
 */
export function comparisonSentence(summary: ComparisonSummary): string {
  const nothing = nothingToCompare(summary);
  if (nothing !== null) return nothing;
  const [first = '', ...others] = CLAUSES_OF[summary.verdict](summary);
  const sentences = [`${VERDICT_WORDS[summary.verdict]}: ${first}`, ...others.map(beginSentence)];
  if (summary.alignment.isPooled) sentences.push('No datapoint is in both runs, so all of each were compared');
  return sentences.map((sentence) => `${sentence}.`).join(' ');
}

/** Names of attribution keys stay as they are. */
function beginSentence(clause: string): string {
  return clause.startsWith('sent key') ? `S${clause.slice(1)}` : clause;
}

const VERDICT_WORDS: Readonly<Record<ComparisonVerdict, string>> = {
  regressed: 'Regressed',
  improved: 'Improved',
  mixed: 'Mixed',
  unchanged: 'Nothing changed',
};

const CLAUSES_OF: Readonly<Record<ComparisonVerdict, (summary: ComparisonSummary) => readonly string[]>> = {
  regressed: (summary) => [...worseClauses(summary), 'Nothing was fixed'],
  improved: (summary) => [...betterClauses(summary), 'Nothing got worse'],
  mixed: (summary) => [...worseClauses(summary), ...betterClauses(summary)],
  unchanged: unchangedClauses,
};

function nothingToCompare({ spans, alignment: { nodes } }: ComparisonSummary): string | null {
  if (spans.base + spans.run === 0) return 'Nothing to compare: neither run has a judged span.';
  if (spans.base === 0) return 'Nothing to compare: the baseline has no judged span.';
  if (spans.run === 0) return 'Nothing to compare: the candidate has no judged span.';
  if (nodes.same + nodes.renamed > 0) return null;
  return `Nothing to compare: the runs have no path in common; ${pathsClause(nodes)}.`;
}

function worseClauses(summary: ComparisonSummary): readonly string[] {
  const { attribution, sent } = summary;
  return [
    ...keyClauses(summary, attribution, 'newly missing', ({ key }) => key.newlyMissing, 'newlyMissing'),
    ...keyClauses(summary, attribution, 'bad in more datapoints than before', ({ worse }) => worse),
    ...sentClauses(sent, 'no longer preserved', ({ key }) => key.newlyMissing, true),
    ...sentClauses(sent, 'stored elsewhere now', ({ key }) => key.moved, true),
    ...sentClauses(sent, 'preserved in fewer datapoints than before', ({ worse }) => worse),
  ];
}

function betterClauses(summary: ComparisonSummary): readonly string[] {
  const { attribution, sent } = summary;
  return [
    ...keyClauses(summary, attribution, 'fixed', ({ key }) => key.fixed, 'fixed'),
    ...keyClauses(summary, attribution, 'bad in fewer datapoints than before', ({ better }) => better),
    ...sentClauses(sent, 'preserved again', ({ key }) => key.fixed),
    ...sentClauses(sent, 'preserved in more datapoints than before', ({ better }) => better),
  ];
}

function unchangedClauses(summary: ComparisonSummary): readonly string[] {
  const { attribution, sent, alignment, spans } = summary;
  const still = keyClauses(summary, attribution, 'still missing', ({ key }) => key.stillMissing);
  const where = alignment.isPooled ? '' : ` of ${countOf(alignment.matched, 'datapoint')}`;
  return [
    ...(still.length > 0 ? still : [`no attribution difference in ${countOf(spans.compared, 'span')}${where}`]),
    ...sentClauses(sent, 'still not preserved', ({ key }) => key.stillMissing),
    ...(alignment.nodes.new + alignment.nodes.gone > 0 ? [pathsClause(alignment.nodes)] : []),
    ...gather(attribution, ({ key }) => (key.newPath > 0 ? ` missing on ${countOf(key.newPath, 'new path')}` : null)),
    ...gather(attribution, ({ key: { notComparable: paths } }) =>
      paths > 0 ? ` not comparable on ${countOf(paths, 'path')}` : null,
    ),
  ];
}

/**
 * One clause for all attribution keys with the same numbers.
 * @param what the keys are
 * @param pathsOf paths on which a key is so
 * @param change which of a key's counts of datapoints to tell, and with the first its grade; none unless given
 */
function keyClauses(
  { alignment }: ComparisonSummary,
  sums: readonly KeySum[],
  what: string,
  pathsOf: (sum: KeySum) => number,
  change?: 'newlyMissing' | 'fixed',
): readonly string[] {
  return gather(sums, (sum) => {
    const paths = pathsOf(sum);
    if (paths === 0) return null;
    const { grade, datapoints } = sum.key;
    const count = change === undefined || alignment.isPooled ? null : datapoints[change].toLocaleString('en-US');
    const where = count === null ? '' : `, in ${count} of ${countOf(alignment.matched, 'datapoint')}`;
    return ` ${what} ${onPaths(paths, comparedPaths(sum))}${where}${change === 'newlyMissing' ? gradeNote(grade) : ''}`;
  });
}

function sentClauses(
  sums: readonly KeySum[],
  what: string,
  pathsOf: (sum: KeySum) => number,
  isGraded = false,
): readonly string[] {
  return gather(
    sums,
    (sum) => (pathsOf(sum) === 0 ? null : ` ${what}${isGraded ? gradeNote(sum.key.grade) : ''}`),
    'sent key ',
    'sent keys ',
  );
}

/** Keys of which the same is to be said, in one clause each. @param said null for nothing */
function gather(sums: readonly KeySum[], said: (sum: KeySum) => string | null, one = '', many = ''): readonly string[] {
  const keysOf = new Map<string, string[]>();
  for (const sum of sums) {
    const text = said(sum);
    if (text === null) continue;
    const keys = keysOf.get(text);
    if (keys === undefined) keysOf.set(text, [sum.key.key]);
    else keys.push(sum.key.key);
  }
  return [...keysOf].slice(0, CLAUSES_MAX).map(([text, keys]) => {
    const others = keys.length - NAMES_MAX;
    const names = keys.slice(0, NAMES_MAX).map(clipName);
    if (others > 0) names.push(`${others.toLocaleString('en-US')} more`);
    return `${keys.length === 1 ? one : many}${inWords(names)} ${keys.length === 1 ? 'is' : 'are'}${text}`;
  });
}

function clipName(name: string): string {
  return name.length > NAME_LENGTH_MAX ? `${name.slice(0, NAME_LENGTH_MAX - 1)}…` : name;
}

function gradeNote(grade: Grade | null): string {
  return grade === null ? '' : `; ${grade}`;
}

/** Paths on which both runs say something of the key. */
function comparedPaths({ key: { newlyMissing, moved, stillMissing, fixed, good } }: KeySum): number {
  return newlyMissing + moved + stillMissing + fixed + good;
}

function onPaths(paths: number, compared: number): string {
  if (paths < compared) return `on ${paths.toLocaleString('en-US')} of ${countOf(compared, 'path')}`;
  if (paths === 1) return 'on the only path';
  return paths === 2 ? 'on both paths' : `on all ${countOf(paths, 'path')}`;
}

function pathsClause({ new: added, gone }: Alignment['nodes']): string {
  const parts = [
    ...(added > 0 ? [`${countOf(added, 'path is', 'paths are')} new`] : []),
    ...(gone > 0 ? [`${countOf(gone, 'path is', 'paths are')} gone`] : []),
  ];
  return parts.join(', ');
}
