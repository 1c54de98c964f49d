import type { Finding, RuleCode, Severity } from '../../domain/finding';
import { at, intAt } from '../../trace/at';
import type { BreakPoint } from '../find-breaks';
import { countOf, inWords } from '../in-words';
import { gatherForReport, makeFinding } from '../make-finding';
import { SOURCE_WORDS } from '../source-words';
import { carrierOf } from '../take-census';
import type { JudgedCase } from './rule';

/** The findings on break points: all that have, or have not, the late-attach shape. */
export function breakFindings(judged: JudgedCase, rule: RuleCode, severity: Severity): readonly Finding[] {
  if (judged.breaks.points.length === 0) return [];
  const isLate = rule === 'ATTR-005';
  const explained = judged.breaks.points
    .map((point, i) => ({ point, ...at(judged.explanations, i) }))
    .filter(({ cause }) => (cause.code === 'late-attach') === isLate);
  const groups = gatherForReport(
    explained,
    ({ point, cause }) => `${judged.c.paths.pathOf(point.top)} ${point.keys.join()} ${cause.code}`,
  );
  const members = membersByTop(judged);
  return groups.map((group) => {
    const { point, cause, handover, advice } = at(group, 0);
    const spans = group.flatMap((one) => one.point.tops.flatMap((top) => members.get(top) ?? []));
    const carrier = carrierOf(judged.verdicts, point);
    return makeFinding(judged.c, {
      rule,
      severity,
      handover,
      title: titleOf(
        judged,
        group.map((one) => one.point),
        spans.length,
      ),
      keys: keyNames(judged, point),
      span: point.top,
      parent: carrier < 0 ? null : carrier,
      shape: point.shape,
      size: spans.length,
      spans,
      expected: expectedOf(judged, point),
      observed: Object.fromEntries(keyNames(judged, point).map((key) => [key, null])),
      cause,
      evidence: evidenceOf(judged, point, group.length),
      advice,
      mark: point.shape,
    });
  });
}

function keyNames({ c }: JudgedCase, point: BreakPoint): readonly string[] {
  return point.keys.map((key) => at(c.keys, key).name);
}

/** The spans that lack any key, by every region top they belong to. */
function membersByTop({ c, breaks, verdicts }: JudgedCase): ReadonlyMap<number, readonly number[]> {
  const members = new Map<number, number[]>();
  for (const node of c.forest.order) {
    if (node >= c.spans.length) continue;
    breaks.topOf.forEach((topOf, key) => {
      const top = intAt(topOf, node);
      if (top < 0 || at(at(verdicts, node), key).state !== 'missing') return;
      const known = members.get(top);
      if (known === undefined) members.set(top, [node]);
      // The same top for another key: the span is the last one added.
      else if (known.at(-1) !== node) known.push(node);
    });
  }
  return members;
}

function titleOf(judged: JudgedCase, points: readonly BreakPoint[], size: number): string {
  const point = at(points, 0);
  const name = at(judged.c.spans, point.top).name;
  const keys = inWords(keyNames(judged, point));
  const what =
    point.ghost !== null ? `${countOf(point.tops.length, 'orphan')} of a parent that never arrived` : `“${name}”`;
  const others = size - (point.ghost !== null ? point.tops.length : 1);
  const below = others > 0 ? ` and ${countOf(others, 'span')} below` : '';
  if (points.length > 1) {
    return `${countOf(points.length, 'more break point')} like “${name}” lack ${keys}, ${countOf(size, 'span')} in all`;
  }
  return `${what}${below} ${others > 0 || point.tops.length > 1 ? 'lack' : 'lacks'} ${keys}`;
}

function expectedOf({ c, verdicts }: JudgedCase, point: BreakPoint): Record<string, string> {
  const expected: Record<string, string> = {};
  for (const region of point.regions) {
    const value = at(at(verdicts, region.top), region.key).expected;
    if (value !== null) expected[at(c.keys, region.key).name] ??= value;
  }
  return expected;
}

function evidenceOf(judged: JudgedCase, point: BreakPoint, points: number): readonly string[] {
  const { c, verdicts } = judged;
  const top = at(c.spans, point.top);
  const carrier = carrierOf(verdicts, point);
  const lines = point.keys.map((key) => {
    // Orphans of one parent are several regions of one break.
    const regions = point.regions.filter((region) => region.key === key);
    const verdict = at(at(verdicts, at(regions, 0).top), key);
    const healed = sumOf(regions, 'healed');
    const wrong = sumOf(regions, 'healedWrong');
    return [
      `${at(c.keys, key).name}: expected ${verdict.expected ?? 'a value'}`,
      `, as ${SOURCE_WORDS[verdict.source ?? 'E2']} says; absent on ${countOf(sumOf(regions, 'size'), 'span')}`,
      healed > 0 ? `; ${countOf(healed, 'span')} below carry it again` : '',
      wrong > 0 ? `; ${countOf(wrong, 'span')} below carry another value` : '',
      '.',
    ].join('');
  });
  lines.push(
    carrier >= 0
      ? `“${at(c.all, carrier).name}” above carries the keys.`
      : 'No span above carries the keys: the session’s record does, or another source named here.',
  );
  if (points > 1) lines.push(`${countOf(points, 'break point')} at the same place of the tree are told together here.`);
  lines.push(
    top.namesSession
      ? 'The span names its session, so some context reached it.'
      : 'The span does not name its session: it was filed under its trace id.',
  );
  lines.push(...shareLines(judged, point));
  lines.push(
    top.droppedAttributesCount === null
      ? `${countOf(top.attributeCount, 'attribute')}; the exporter does not say how many were dropped.`
      : `${countOf(top.attributeCount, 'attribute')}, ${top.droppedAttributesCount} dropped.`,
  );
  if (top.remoteParent !== null && top.parentSpanId !== null)
    lines.push(`The parent is ${top.remoteParent ? 'in another process' : 'local'}, says the span.`);
  if (top.probe !== null)
    lines.push(`Baggage in context at the start, says the probe: ${top.probe.join(', ') || 'none'}.`);
  return lines;
}

function sumOf(regions: BreakPoint['regions'], member: 'size' | 'healed' | 'healedWrong'): number {
  return regions.reduce((sum, region) => sum + region[member], 0);
}

/** How many spans of the session carry each key; keys with the same number are named together. */
function shareLines({ c, census }: JudgedCase, point: BreakPoint): readonly string[] {
  const keysByCount = new Map<number, string[]>();
  for (const key of point.keys) {
    const { all } = at(census.carriers, key);
    keysByCount.set(all, [...(keysByCount.get(all) ?? []), at(c.keys, key).name]);
  }
  return [...keysByCount].map(
    ([count, keys]) => `${inWords(keys)}: on ${count} of the ${countOf(c.spans.length, 'span')} of the session.`,
  );
}
