import { inWords } from '../audit/in-words';
import type { AttributionCountsDto } from '../contracts/common';
import type { ComparedRow, ComparisonDto, KeyComparisonDto } from '../contracts/compare';
import type { RunDetail } from '../contracts/runs';
import { isRegression, type KeyShare } from '../domain/comparison';
import { CUSTODY_STATES } from '../domain/states';
import { countOf, formatCount, formatPortion } from '../report/format-numbers';
import type { GateCheck } from '../report/report';
import { type FailOn, type GateConditions, needsBaseline } from './conditions';
import { EVERY_KEY, formatPercent, type Threshold } from './parse-threshold';

/** What a gate judges. */
export interface GateMaterial {
  readonly run: Pick<RunDetail, 'spans' | 'sessions' | 'attribution' | 'custody'>;
  /** Against the baseline; null without one. */
  readonly comparison: ComparisonDto | null;
  /** Why there is no baseline although one was asked for; null when there is one, or none was. */
  readonly noBaseline: string | null;
  /** Sent keys and their shares in the run; may be empty when no threshold names one. */
  readonly sentKeys: readonly KeyComparisonDto[];
}

export interface GateOutcome {
  readonly passed: boolean;
  readonly checks: readonly GateCheck[];
}

const SHOWN_MAX = 3;

/**
 * Every condition of a gate with what was found. A check without evidence fails: a run in which nothing could be judged
 * must not pass. Only what compares with a baseline that is not there is skipped, so that a first run can pass.
 * @param conditions their keys are known, see {@link unknownKeys}
 */
export function evaluateGate(conditions: GateConditions, material: GateMaterial): GateOutcome {
  const checks = [
    spansCheck(material),
    ...thresholdsByKey(conditions.thresholds, material).map((threshold) => shareCheck(threshold, material)),
    ...(conditions.maxLost === null ? [] : [lostCheck(conditions.maxLost, material)]),
    ...(conditions.failOn === 'none' ? [] : [failOnCheck(conditions.failOn, material)]),
  ];
  return { passed: checks.every(({ outcome }) => outcome !== 'failed'), checks };
}

/** Keys of thresholds that the run says nothing of, in order. */
export function unknownKeys(thresholds: readonly Threshold[], material: GateMaterial): readonly string[] {
  return thresholds.map(({ key }) => key).filter((key) => key !== EVERY_KEY && shareOf(key, material) === null);
}

export function isAttributionKey(key: string, { attribution }: Pick<RunDetail, 'attribution'>): boolean {
  return Object.hasOwn(attribution, key);
}

/** Spans that carry the key as they should, of those that are judged; null for a key that nobody knows. */
function shareOf(key: string, { run, sentKeys }: Pick<GateMaterial, 'run' | 'sentKeys'>): KeyShare | null {
  const counts = isAttributionKey(key, run) ? run.attribution[key] : undefined;
  if (counts !== undefined) return attributionShare(counts);
  return sentKeys.find((sent) => sent.key === key)?.run ?? null;
}

/** Pending and not applicable ones are not judged. */
export function attributionShare(counts: AttributionCountsDto): KeyShare {
  return { good: counts.present, judged: counts.present + badSpans(counts) };
}

function badSpans({ missing, conflicting, malformed, unattributable }: AttributionCountsDto): number {
  return missing + conflicting + malformed + unattributable;
}

/** With {@link EVERY_KEY} written out. */
function thresholdsByKey(thresholds: readonly Threshold[], { run }: GateMaterial): readonly Threshold[] {
  const named = new Set(thresholds.map(({ key }) => key));
  return thresholds.flatMap((threshold) => {
    if (threshold.key !== EVERY_KEY) return [threshold];
    const others = Object.keys(run.attribution).filter((key) => !named.has(key));
    return others.map((key) => ({ key, sharePpm: threshold.sharePpm }));
  });
}

function spansCheck({ run }: GateMaterial): GateCheck {
  const check = { id: 'spans', name: 'spans arrived and were judged' };
  if (run.spans === 0) return { ...check, outcome: 'failed', text: 'The run has no spans.' };
  const isJudged =
    Object.values(run.attribution).some((counts) => attributionShare(counts).judged > 0) ||
    CUSTODY_STATES.some((state) => run.custody[state] > 0);
  return {
    ...check,
    outcome: isJudged ? 'passed' : 'failed',
    text: isJudged
      ? `${countOf(run.spans, 'span')} in ${countOf(run.sessions, 'session')}.`
      : `None of ${countOf(run.spans, 'span')} is judged for any key.`,
  };
}

function shareCheck({ key, sharePpm }: Threshold, material: GateMaterial): GateCheck {
  const least = `at least ${formatPercent(sharePpm)}`;
  const isAttribution = isAttributionKey(key, material.run);
  const check = {
    id: `min:${key}`,
    name: isAttribution ? `${key} on ${least} of spans` : `${key} preserved on ${least} of the spans that sent it`,
  };
  const share = shareOf(key, material);
  if (share === null || share.judged === 0) {
    const why = isAttribution ? `No span is judged for ${key}` : `No span sent ${key}`;
    return { ...check, outcome: 'failed', text: `${why}, so nothing shows that it arrives.` };
  }
  return {
    ...check,
    // Both sides are integers below 2^53 for up to nine billion spans.
    outcome: share.good * 1_000_000 >= sharePpm * share.judged ? 'passed' : 'failed',
    text: isAttribution ? `It is right on ${formatPortion(share)}.` : `It is preserved on ${formatPortion(share)}.`,
  };
}

function lostCheck(maxLost: number, { run }: GateMaterial): GateCheck {
  const { lost } = run.custody;
  return {
    id: 'max-lost',
    name: maxLost === 0 ? 'no sent key lost' : `at most ${countOf(maxLost, 'sent key')} lost`,
    outcome: lost <= maxLost ? 'passed' : 'failed',
    text: lost === 0 ? 'None is lost.' : `${lostText(lost)}.`,
  };
}

const FAIL_ON_NAMES: Readonly<Record<Exclude<FailOn, 'none'>, string>> = {
  new: 'no regression against the baseline',
  confirmed: 'no confirmed regression against the baseline',
  any: 'no loss in the run',
};

function failOnCheck(failOn: Exclude<FailOn, 'none'>, material: GateMaterial): GateCheck {
  const check = { id: `fail-on:${failOn}`, name: FAIL_ON_NAMES[failOn] };
  if (!needsBaseline(failOn)) {
    const losses = lossesOf(material.run);
    const text =
      losses.length === 0 ? 'Every judged span has its keys, and no sent key is lost.' : `${losses.join('; ')}.`;
    return { ...check, outcome: losses.length === 0 ? 'passed' : 'failed', text };
  }
  const { comparison, noBaseline } = material;
  if (comparison === null) {
    return { ...check, outcome: 'skipped', text: `${noBaseline ?? 'There is no baseline.'} Nothing was compared.` };
  }
  const { same, renamed } = comparison.alignment.nodes;
  if (same + renamed === 0) {
    return {
      ...check,
      outcome: 'failed',
      text: 'No place in the traces is in both runs, so nothing could be compared.',
    };
  }
  return { ...check, ...regressionsOf(comparison, failOn === 'confirmed') };
}

/** In words; empty for a run that may be a baseline: see `latestPassingRun` of the store. */
function lossesOf({ attribution, custody }: GateMaterial['run']): readonly string[] {
  const keys = Object.entries(attribution).flatMap(([key, counts]) => {
    const bad = badSpans(counts);
    return bad === 0 ? [] : [`${key} is not right on ${countOf(bad, 'span')}`];
  });
  return custody.lost === 0 ? keys : [...keys, lostText(custody.lost)];
}

function lostText(lost: number): string {
  return `${countOf(lost, 'sent key is', 'sent keys are')} lost`;
}

function regressionsOf(comparison: ComparisonDto, onlyConfirmed: boolean): Pick<GateCheck, 'outcome' | 'text'> {
  const listed = comparison.rows.filter((row) => isRegression(row) && (!onlyConfirmed || row.grade === 'confirmed'));
  // Not every row is listed, and those of `confirmed` grade come first.
  const count = onlyConfirmed ? listed.length : Math.max(listed.length, regressionCount(comparison));
  const kind = onlyConfirmed ? 'confirmed regression' : 'regression';
  if (count === 0) return { outcome: 'passed', text: `There is none over ${comparedText(comparison)}.` };
  const shown = listed.slice(0, SHOWN_MAX).map(({ key, text, grade }) => `${key} at ${text}${gradeNote(grade)}`);
  const others = count - shown.length;
  const list = inWords(others > 0 ? [...shown, `${formatCount(others)} more`] : shown);
  return { outcome: 'failed', text: `${countOf(count, kind)}: ${list}.` };
}

function comparedText({ alignment: { matched, isPooled } }: ComparisonDto): string {
  return isPooled ? 'all datapoints of each run, of which none is in both' : countOf(matched, 'compared datapoint');
}

function gradeNote(grade: ComparedRow['grade']): string {
  return grade === 'suspected' ? ' (suspected)' : '';
}

/** Listed or not; of those that were bad before, too, the listed ones. */
function regressionCount({ keys, sentKeys, rows }: ComparisonDto): number {
  const worse = rows.filter((row) => row.state === 'still-missing' && isRegression(row)).length;
  return [...Object.values(keys), ...sentKeys].reduce(
    (sum, { newlyMissing, moved }) => sum + newlyMissing + moved,
    worse,
  );
}
