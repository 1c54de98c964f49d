import type { Finding } from '../../domain/finding';
import type { ConflictKind } from '../../domain/states';
import { at, intAt } from '../../trace/at';
import { countOf, inWords } from '../in-words';
import { gatherForReport, makeFinding } from '../make-finding';
import { parentInSession } from '../open-case';
import { SOURCE_WORDS } from '../source-words';
import { occurs } from './group-spans';
import type { JudgedCase, Rule } from './rule';

/** Connected spans with the same wrong values: told once, at their top. */
interface Conflict {
  readonly top: number;
  readonly kind: ConflictKind;
  /** Indices of the keys in `c.keys`. */
  readonly keys: readonly number[];
  readonly spans: number[];
}

/** A span carries a value that is not its own, or several that contradict each other. */
export const ATTR_002: Rule = {
  code: 'ATTR-002',
  check: (judged) => {
    if (!occurs(judged, 'conflicting')) return [];
    const groups = gatherForReport(
      findConflicts(judged),
      ({ top, kind, keys }) => `${judged.c.paths.pathOf(top)} ${kind} ${keys.join()}`,
    );
    return groups.map((group) => conflictFinding(judged, group));
  },
};

function findConflicts({ c, verdicts }: JudgedCase): readonly Conflict[] {
  const conflictOf = new Int32Array(c.spans.length).fill(-1);
  const conflicts: Conflict[] = [];
  for (const node of c.forest.order) {
    if (node >= c.spans.length) continue;
    const row = at(verdicts, node);
    if (!row.some(({ state }) => state === 'conflicting')) continue;
    const keys = row.flatMap(({ state }, key) => (state === 'conflicting' ? [key] : []));
    const parent = parentInSession(c, node);
    const above = parent < 0 ? -1 : intAt(conflictOf, parent);
    if (above >= 0 && isSameConflict(c, at(conflicts, above).top, node, keys)) {
      conflictOf[node] = above;
      at(conflicts, above).spans.push(node);
      continue;
    }
    const kind = at(row, at(keys, 0)).conflict ?? 'unknown-value';
    conflictOf[node] = conflicts.push({ top: node, kind, keys, spans: [node] }) - 1;
  }
  return conflicts;
}

function isSameConflict({ spans, keys }: JudgedCase['c'], top: number, node: number, conflicting: readonly number[]) {
  return conflicting.every((key) => {
    const { name } = at(keys, key);
    const one = at(spans, top).keys[name]?.values ?? [];
    const other = at(spans, node).keys[name]?.values ?? [];
    return one.length === other.length && one.every((value, i) => value === other[i]);
  });
}

const KIND_WORDS: Readonly<Record<ConflictKind, string>> = {
  crossed: 'the value belongs to another datapoint of the same run',
  stale: 'the value belongs to a datapoint whose session had ended before the span started',
  'foreign-run': 'the value belongs to another run',
  'mixed-identity': 'the span names one session or run and the datapoint or dataset of another',
  'self-conflict': 'two attributes of the span name different values for the same key',
  'redefinition-not-allowed': 'the span changes the value below a span that set it',
  'unknown-value': 'no session, run or span above knows the value',
};

const KIND_ADVICE: Readonly<Record<ConflictKind, string>> = {
  crossed: 'Look for a context or a wrapped function that is shared between datapoints; make it per call.',
  stale: 'Detach the context when a datapoint is done; a reused worker kept the one before.',
  'foreign-run': 'Look for a context attached by an earlier run of the same process and detach it.',
  'mixed-identity': 'Set session, run, dataset and datapoint together, from one place.',
  'self-conflict': 'Write the key under one spelling only, or from one source.',
  'redefinition-not-allowed': 'Set the key once, where the run or datapoint begins.',
  'unknown-value': 'Find out who sets this value; nothing else in the session knows it.',
};

function conflictFinding(judged: JudgedCase, group: readonly Conflict[]): Finding {
  const { c, verdicts } = judged;
  const { top, kind, keys } = at(group, 0);
  const span = at(c.spans, top);
  const names = keys.map((key) => at(c.keys, key).name);
  const spans = group.flatMap((conflict) => conflict.spans);
  const expected: Record<string, string> = {};
  const observed: Record<string, string | null> = {};
  for (const key of keys) {
    const { name } = at(c.keys, key);
    const verdict = at(at(verdicts, top), key);
    if (verdict.expected !== null) expected[name] = verdict.expected;
    observed[name] = span.keys[name]?.values.join(', ') ?? null;
  }
  const others = spans.length > 1 ? ` and ${countOf(spans.length - 1, 'span')} with it` : '';
  return makeFinding(c, {
    rule: 'ATTR-002',
    severity: kind === 'self-conflict' || kind === 'unknown-value' ? 'error' : 'critical',
    handover: 'set-to-stamped',
    title: `“${span.name}”${others} ${spans.length > 1 ? 'carry' : 'carries'} the wrong ${inWords(names)} (${kind}): ${KIND_WORDS[kind]}`,
    keys: names,
    span: top,
    parent: at(at(verdicts, top), at(keys, 0)).nearest,
    shape: null,
    size: spans.length,
    spans,
    expected,
    observed,
    cause: { code: 'not-determined', confidence: 'low', text: `Told by the values: ${KIND_WORDS[kind]}.` },
    evidence: evidenceOf(judged, at(group, 0), expected, observed),
    advice: KIND_ADVICE[kind],
    mark: kind,
  });
}

function evidenceOf(
  judged: JudgedCase,
  { top, keys }: Conflict,
  expected: Readonly<Record<string, string>>,
  observed: Readonly<Record<string, string | null>>,
): readonly string[] {
  const { c, verdicts } = judged;
  const span = at(c.spans, top);
  const lines = keys.map((key) => {
    const { name } = at(c.keys, key);
    const { source } = at(at(verdicts, top), key);
    const says =
      expected[name] === undefined
        ? 'nothing else names one'
        : `${expected[name]}, as ${SOURCE_WORDS[source ?? 'E2']} says`;
    return `${name}: found ${observed[name] ?? 'nothing'} in ${span.keys[name]?.foundIn.join(', ') ?? 'no attribute'}; expected ${says}.`;
  });
  return lines.concat(identityLines(judged, top, keys), inputLines(judged, top, keys));
}

/** Says when the session the span names and the datapoint it names do not go together. */
function identityLines({ c }: JudgedCase, top: number, keys: readonly number[]): readonly string[] {
  const span = at(c.spans, top);
  return keys.flatMap((key) => {
    const { name, level } = at(c.keys, key);
    const recorded = c.recorded.get(name);
    const found = span.keys[name]?.values[0];
    if (
      level !== 'datapoint' ||
      !span.namesSession ||
      recorded === undefined ||
      found === undefined ||
      found === recorded
    )
      return [];
    return [
      `Mixed identity: the span names session ${span.sessionId}, which is of datapoint ${recorded}, and datapoint ${found}.`,
    ];
  });
}

/** What the inputs of a root span say, and what else the session holds several times. */
function inputLines({ c, verdicts }: JudgedCase, top: number, keys: readonly number[]): readonly string[] {
  const datapoint = keys.find((key) => at(c.keys, key).level === 'datapoint');
  const expected = datapoint === undefined ? null : at(at(verdicts, top), datapoint).expected;
  const sibling = c.siblings.find(({ datapointId }) => datapointId !== null && datapointId === expected);
  const shared = sibling?.inputValues.filter((value) => at(c.spans, top).inputValues.includes(value)) ?? [];
  if (sibling === undefined || shared.length === 0) return [];
  const lines = [
    `The span worked on ${shared.map((value) => `“${value}”`).join(', ')}: an input of session ${sibling.sessionId} (datapoint ${expected}), and none of this session’s.`,
  ];
  for (const [name, count] of repeatedRoots(c)) {
    lines.push(
      `This session holds ${count} root spans “${name}” where one datapoint should have one: others may be misplaced too.`,
    );
  }
  return lines;
}

function repeatedRoots(c: JudgedCase['c']): readonly (readonly [string, number])[] {
  const roots = new Map<string, number>();
  c.spans.forEach(({ name }, node) => {
    if (c.forest.parentStates[node] === 'root') roots.set(name, (roots.get(name) ?? 0) + 1);
  });
  return [...roots]
    .filter(([, count]) => count > 1)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .slice(0, 10);
}
