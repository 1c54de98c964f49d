import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ATTRIBUTION_KEYS } from '../domain/attribution-keys';
import type { StoredSpanFacts } from '../domain/span-facts';
import { aSpanId, aTraceId } from '../testing/a-span';
import { anAuditInput, aSpanFacts, ownKeys } from '../testing/draw-session';
import { auditSession } from './audit-session';
import type { AuditInput } from './verdict';

const RUN = 'run_id';
const RIGHT = 'right';

interface AnySpan {
  readonly parent: number;
  readonly start: number;
  readonly value: string | null;
  readonly trace: number;
}

/** Spans with any parent: none, themselves, each other in a round, or one that never came. */
const anySpans = fc.array(
  fc.record({
    parent: fc.integer({ min: -3, max: 17 }),
    start: fc.nat(6),
    value: fc.constantFrom(null, null, RIGHT, 'wrong'),
    trace: fc.constantFrom(1, 1, 1, 2),
  }),
  { minLength: 1, maxLength: 14 },
);

function factsOf(list: readonly AnySpan[]): readonly StoredSpanFacts[] {
  return list.map(({ parent, start, value, trace }, i) =>
    aSpanFacts({
      spanId: aSpanId((i + 1).toString(16)),
      traceId: aTraceId(String(trace)),
      parentSpanId: parent < 0 ? null : aSpanId((parent + 1).toString(16)),
      startUnixNano: BigInt(start),
      name: `op ${i % 3}`,
      keys: value === null ? {} : ownKeys({ [RUN]: value }),
      attributeCount: i % 4 === 0 ? 128 : 10,
      droppedAttributesCount: i % 5 === 0 ? null : 0,
      variants: i % 6 === 0 ? 2 : 1,
    }),
  );
}

function auditOf(spans: readonly StoredSpanFacts[], overrides: Partial<AuditInput> = {}) {
  return auditSession(anAuditInput(spans, { recorded: { [RUN]: RIGHT }, ...overrides }), ATTRIBUTION_KEYS.slice(0, 1));
}

/** The report as it is stored and shown, with lists by span put in one order. */
function reportOf(spans: readonly StoredSpanFacts[], overrides: Partial<AuditInput> = {}): string {
  const audit = auditOf(spans, overrides);
  const all = spans.concat(overrides.related ?? []);
  const bySpan = spans
    .map((span, i) => {
      const verdicts = audit.verdicts[i]?.map((verdict) => ({
        ...verdict,
        nearest: verdict.nearest === null ? null : all[verdict.nearest]?.spanId,
      }));
      return JSON.stringify([span.traceId, span.spanId, verdicts, audit.parentStates[i], audit.parentSessionIds[i]]);
    })
    .sort();
  return JSON.stringify([bySpan, audit.attribution, audit.findings, audit.breakCount, audit.runId]);
}

describe('the report of a session', () => {
  it('is the same JSON for every order in which its spans arrived', () => {
    const orders = anySpans.chain((list) =>
      fc.tuple(
        fc.constant(factsOf(list)),
        fc.shuffledSubarray([...factsOf(list)], { minLength: list.length }),
        fc.boolean(),
      ),
    );
    const property = fc.property(orders, ([spans, shuffled, hasRecord]) => {
      const session = hasRecord ? {} : { session: anAuditInput([], { recorded: {} }).session };
      expect(reportOf(shuffled, session)).toBe(reportOf(spans, session));
    });
    fc.assert(property, { numRuns: 500 });
  });

  it('is the same for every order of the spans of other sessions', () => {
    const property = fc.property(anySpans, fc.nat(13), (list, cut) => {
      const spans = factsOf(list).map((span, i) => (i < cut ? span : { ...span, sessionId: 'other' }));
      const own = spans.filter(({ sessionId }) => sessionId !== 'other');
      const related = spans.filter(({ sessionId }) => sessionId === 'other');
      expect(reportOf(own, { related: [...related].reverse() })).toBe(reportOf(own, { related }));
    });
    fc.assert(property);
  });
});

/** The definitions of audit-semantics 2.3 to 2.5, written down as they read: slow and recursive. */
class NaiveAudit {
  readonly #spans: readonly StoredSpanFacts[];
  constructor(spans: readonly StoredSpanFacts[]) {
    this.#spans = spans;
  }

  #named(span: StoredSpanFacts): StoredSpanFacts | null {
    if (span.parentSpanId === span.spanId) return null;
    return this.#spans.find((other) => other.traceId === span.traceId && other.spanId === span.parentSpanId) ?? null;
  }

  /** The members of the cycle a span is in; empty when it is in none. */
  #cycleOf(span: StoredSpanFacts): StoredSpanFacts[] {
    const members = [span];
    for (let up = this.#named(span); up !== null && !members.includes(up); up = this.#named(up)) members.push(up);
    const last = members.at(-1);
    return last !== undefined && this.#named(last) === span ? members : [];
  }

  parent(span: StoredSpanFacts): StoredSpanFacts | null {
    const first = this.#cycleOf(span).sort(
      (a, b) => Number(a.startUnixNano - b.startUnixNano) || (a.spanId < b.spanId ? -1 : 1),
    )[0];
    return first === span ? null : this.#named(span);
  }

  own(span: StoredSpanFacts): string | null {
    return span.keys[RUN]?.values[0] ?? null;
  }

  /** What is right at a span. */
  truth(span: StoredSpanFacts): string {
    const parent = this.parent(span);
    return parent === null ? RIGHT : this.truth(parent);
  }

  state(span: StoredSpanFacts): string {
    const own = this.own(span);
    if (own === null) return 'missing';
    return own === this.truth(span) ? 'present' : 'conflicting';
  }

  top(span: StoredSpanFacts): StoredSpanFacts {
    const parent = this.parent(span);
    return parent !== null && this.own(parent) === null ? this.top(parent) : span;
  }

  /** Sizes of the breaks: regions by their top, those below one missing parent together. */
  breakSizes(): readonly number[] {
    const sizes = new Map<string, number>();
    for (const span of this.#spans) {
      if (this.own(span) !== null) continue;
      const top = this.top(span);
      const isOrphan = top.parentSpanId !== null && top.parentSpanId !== top.spanId && this.#named(top) === null;
      const place = isOrphan ? `below ${top.traceId} ${top.parentSpanId}` : `${top.traceId} ${top.spanId}`;
      sizes.set(place, (sizes.get(place) ?? 0) + 1);
    }
    return [...sizes.values()].sort((a, b) => a - b);
  }
}

describe('break regions', () => {
  it('agree with the naive definition on forests with cycles, orphans and self-parents', () => {
    const property = fc.property(anySpans, (list) => {
      const spans = factsOf(list);
      const naive = new NaiveAudit(spans);
      const audit = auditOf(spans);
      expect(audit.verdicts.map(([verdict]) => verdict?.state)).toEqual(spans.map((span) => naive.state(span)));
      const breaks = audit.findings.filter(({ rule }) => rule === 'ATTR-001' || rule === 'ATTR-005');
      expect(breaks.map(({ size }) => size).sort((a, b) => a - b)).toEqual(naive.breakSizes());
      expect(audit.breakCount).toBe(naive.breakSizes().length);
    });
    fc.assert(property, { numRuns: 1_000 });
  });
});

describe('a large session', () => {
  const COUNT = 20_000;
  it.each([
    ['a chain', (i: number) => (i === 0 ? null : i - 1)],
    ['a star', (i: number) => (i === 0 ? null : 0)],
    ['orphans', (i: number) => COUNT + i],
    ['roots', () => null],
    ['one cycle', (i: number) => (i === 0 ? COUNT - 1 : i - 1)],
  ])('is judged whole: %s', (_, parentOf) => {
    const spans = Array.from({ length: COUNT }, (_span, i) => {
      const parent = parentOf(i);
      return aSpanFacts({
        spanId: aSpanId((i + 1).toString(16)),
        parentSpanId: parent === null ? null : aSpanId((parent + 1).toString(16)),
        startUnixNano: BigInt(i),
        keys: {},
      });
    });
    const audit = auditOf(spans);
    expect(audit.attribution[RUN]?.missing).toBe(COUNT);
    const told = audit.findings.filter(({ rule }) => rule === 'ATTR-001').reduce((sum, { size }) => sum + size, 0);
    expect(told).toBe(COUNT);
  });
});
