import type { Cause, Finding, Handover } from '../domain/finding';
import { at } from '../trace/at';
import type { BreakPoint } from './find-breaks';
import { inWords } from './in-words';
import type { AuditCase } from './open-case';
import { type Census, carrierOf, isRoot, maskOf } from './take-census';
import type { Verdict } from './verdict';

/** Why keys disappear at one break point. */
export interface Explanation {
  readonly cause: Finding['cause'];
  readonly handover: Handover;
  readonly advice: string;
}

/** Everything the decision looks at. */
interface Scene {
  readonly c: AuditCase;
  readonly point: BreakPoint;
  readonly census: Census;
  readonly verdicts: readonly (readonly Verdict[])[];
}

interface CauseRule {
  readonly code: Cause;
  readonly handover: Handover;
  readonly holds: (scene: Scene) => boolean;
  readonly confidence: (scene: Scene) => 'high' | 'medium' | 'low';
  readonly text: (scene: Scene) => string;
  readonly advice: string;
}

/** Decides the cause of a break: the first rule of the list that holds (audit-semantics 2.6). */
export function explainBreak(
  c: AuditCase,
  point: BreakPoint,
  census: Census,
  verdicts: readonly (readonly Verdict[])[],
): Explanation {
  const scene = { c, point, census, verdicts };
  const rule = CAUSE_RULES.find(({ holds }) => holds(scene)) ?? UNKNOWN;
  return {
    cause: { code: rule.code, confidence: rule.confidence(scene), text: rule.text(scene) },
    handover: rule.handover,
    advice: rule.advice,
  };
}

const topOf = ({ c, point }: Scene) => at(c.spans, point.top);
const keyNames = ({ c, point }: Scene) => point.keys.map((key) => at(c.keys, key).name);

/** Attribute limits of the SDKs in use: OpenTelemetry 128, HoneyHive 1024, some set 1000. */
const LIMITS = new Set([128, 1000, 1024]);

const isAtLimit = (scene: Scene) => LIMITS.has(topOf(scene).attributeCount);
const droppedAttributes = (scene: Scene) => topOf(scene).droppedAttributesCount ?? 0;
const isDropSilent = (scene: Scene) => topOf(scene).droppedAttributesCount === null;

function probeHasAll(scene: Scene): boolean {
  const { probe } = topOf(scene);
  return probe !== null && keyNames(scene).every((name) => probe.includes(name));
}

function probeHasNone(scene: Scene): boolean {
  const { probe } = topOf(scene);
  return probe !== null && !keyNames(scene).some((name) => probe.includes(name));
}

/** No span below a root carries any of the keys: whoever stamps spans never stamps these. */
function nobodyBelowCarries({ census, point }: Scene): boolean {
  return point.keys.every((key) => at(census.carriers, key).belowParent === 0);
}

/** At least 95 % of the spans that lack anything lack exactly these keys. */
function isSameEverywhere({ census, point }: Scene): boolean {
  return (census.lacking.get(maskOf(point)) ?? 0) >= census.lackingTotal * 0.95;
}

function looksSelective(scene: Scene): boolean {
  const { namesSession, remoteParent } = topOf(scene);
  if (!namesSession || remoteParent === true || isMalformed(scene)) return false;
  return nobodyBelowCarries(scene) && isSameEverywhere(scene);
}

/** The top has the key with a value that is no id: somebody did stamp it. */
function isMalformed({ point, verdicts }: Scene): boolean {
  return point.regions.some((region) => at(at(verdicts, region.top), region.key).state === 'malformed');
}

/** The keys are on spans of another trace of the same session, and this span began a trace of its own. */
function isSplitOff({ c, point, census }: Scene): boolean {
  if (!isRoot(c, point.top)) return false;
  const { traceId } = at(c.spans, point.top);
  return point.keys.every((key) => [...firstTwo(at(census.tracesOf, key))].some((trace) => trace !== traceId));
}

function firstTwo(traces: ReadonlySet<string>): readonly string[] {
  const first: string[] = [];
  for (const trace of traces) if (first.push(trace) === 2) break;
  return first;
}

const CAUSE_RULES: readonly CauseRule[] = [
  {
    code: 'parent-not-exported',
    handover: 'indistinguishable',
    holds: ({ point }) => point.ghost !== null,
    confidence: () => 'low',
    text: () =>
      'The parent never arrived (sampled out, filtered or dropped), so it can not be seen whether the keys were lost in it or here.',
    advice: 'Find out why the parent span was not exported: sampler, filter, or a full export queue.',
  },
  {
    code: 'late-attach',
    handover: 'set-to-stamped',
    holds: isLateAttach,
    confidence: () => 'high',
    text: () =>
      'The span has no keys, its children have: the baggage was attached after the span had started, and processors read baggage only at the start.',
    advice: 'Attach the baggage before the root span starts.',
  },
  {
    code: 'trace-split',
    handover: 'set-to-stamped',
    holds: isSplitOff,
    confidence: () => 'high',
    text: () =>
      'The span began a trace of its own while other traces of the session carry the keys: it ran without the context of its caller, as in a thread or pool.',
    advice:
      'Copy the context into the thread or task (Python: contextvars.copy_context(); OpenTelemetry: context.with).',
  },
  {
    code: 'attribute-limit',
    handover: 'stamped-to-exported',
    holds: (scene) => droppedAttributes(scene) > 0,
    confidence: () => 'high',
    text: (scene) =>
      `The span dropped ${droppedAttributes(scene)} attributes; the Python SDK drops the oldest, and the keys are stamped first.`,
    advice: 'Raise the attribute limit of the tracer provider, or put fewer attributes on the span.',
  },
  {
    code: 'not-determined',
    handover: 'indistinguishable',
    holds: (scene) => isAtLimit(scene) && isDropSilent(scene) && looksSelective(scene),
    confidence: () => 'low',
    text: (scene) =>
      `Indistinguishable with this exporter: attribute limit or selective processor. The span has exactly ${topOf(scene).attributeCount} attributes, and the exporter does not say how many it dropped.`,
    advice: 'Export as protobuf, which tells the dropped count, or install the evidence probe.',
  },
  {
    code: 'attribute-limit',
    handover: 'stamped-to-exported',
    holds: (scene) => isAtLimit(scene) && isDropSilent(scene),
    confidence: () => 'medium',
    text: (scene) =>
      `The span has exactly ${topOf(scene).attributeCount} attributes, a usual limit, while others of its kind carry the keys. The exporter does not say how many it dropped.`,
    advice: 'Raise the attribute limit of the tracer provider; export as protobuf to see the dropped count.',
  },
  {
    code: 'selective-processor',
    handover: 'set-to-stamped',
    holds: probeHasAll,
    confidence: () => 'high',
    text: (scene) =>
      `The evidence probe saw ${inWords(keyNames(scene))} in context when the span started: the span processor did not copy them.`,
    advice: 'Make the span processor copy these baggage keys to the span in on_start.',
  },
  {
    code: 'not-determined',
    handover: 'set-to-stamped',
    holds: probeHasNone,
    confidence: () => 'high',
    text: (scene) =>
      `The evidence probe saw none of ${inWords(keyNames(scene))} in context when the span started: the context was not passed on (explicit parent, thread or task).`,
    advice: 'Start the span in the context of its caller instead of handing it only the parent span.',
  },
  {
    code: 'selective-processor',
    handover: 'set-to-stamped',
    holds: looksSelective,
    confidence: ({ census }) => (census.lackingTotal > 1 ? 'high' : 'medium'),
    text: (scene) =>
      `The same keys are absent on every span that should have inherited them, while the session id is there: the span processor copies some baggage keys and not ${inWords(keyNames(scene))}.`,
    advice: 'Make the span processor copy these baggage keys to the span in on_start.',
  },
  {
    code: 'root-only-stamping',
    handover: 'set-to-stamped',
    holds: (scene) =>
      !isRoot(scene.c, scene.point.top) &&
      !topOf(scene).namesSession &&
      nobodyBelowCarries(scene) &&
      isSameEverywhere(scene),
    confidence: () => 'high',
    text: () =>
      'Only root spans carry the keys, and no span below one carries anything of the context: the ids are put on root spans only.',
    advice: 'Use a span processor that stamps every span, not only the root.',
  },
];

const UNKNOWN: CauseRule = {
  code: 'not-determined',
  handover: 'set-to-stamped',
  holds: () => true,
  confidence: () => 'low',
  text: likelyCause,
  advice: 'Install the evidence probe: it says whether the keys were in context when the span started.',
};

/** A root without the keys whose children carry them from some moment on: every child that lacks them started before. */
function isLateAttach({ c, point }: Scene): boolean {
  if (!isRoot(c, point.top)) return false;
  return point.regions.every(
    ({ keyedFrom, keylessUntil }) => keyedFrom !== null && (keylessUntil === null || keylessUntil < keyedFrom),
  );
}

/** What the evidence points to without proving it. */
function likelyCause(scene: Scene): string {
  const top = topOf(scene);
  const carrier = carrierOf(scene.verdicts, scene.point);
  const parent = carrier < 0 ? undefined : at(scene.c.all, carrier);
  if (top.remoteParent === true) {
    return 'Not decided. The parent is in another process: probably its baggage is not propagated with the request.';
  }
  if (isMalformed(scene)) return 'Not decided. The span above has a value that is no id: see its own finding.';
  const scope = scene.census.scopes.get(top.scopeName);
  if (scope !== undefined && scope.carrying === 0 && scene.census.scopes.size > 1) {
    return `Not decided. Every span of scope ${top.scopeName} lacks keys and other scopes carry them: probably its tracer provider has no span processor for them.`;
  }
  if (parent?.thread && top.thread && parent.thread !== top.thread) {
    return 'Not decided. The span ran on another thread than its parent: probably the context was not copied.';
  }
  if (parent !== undefined && parent.endUnixNano !== 0n && top.startUnixNano > parent.endUnixNano) {
    return 'Not decided. The span started after its parent had ended: probably it was detached from its context.';
  }
  return 'Not decided: what arrived does not tell a lost context from a span processor that leaves the keys out.';
}
