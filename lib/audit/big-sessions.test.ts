import { describe, expect, test } from 'vitest';
import type { StoredSpanFacts } from '../domain/span-facts';
import { aSpanId } from '../testing/a-span';
import { BIG_SHAPES, type ParentOf } from '../testing/big-trees';
import { anAuditInput, aSpanFacts, IDS, ownKeys } from '../testing/draw-session';
import { auditSession } from './audit-session';
import type { AuditInput } from './verdict';

const COUNT = 100_000;

/** Every other span has lost its keys, every seventh is another datapoint's; names repeat. */
function sessionOf(count: number, parentOf: ParentOf): AuditInput {
  const idOf = (i: number) => aSpanId((i + 1).toString(16));
  const spans = Array.from({ length: count }, (_, i): StoredSpanFacts => {
    const parent = parentOf(i, count);
    return aSpanFacts({
      spanId: idOf(i),
      parentSpanId: parent === null ? null : parent === 'gone' ? idOf(count + i) : idOf(parent),
      name: `step ${i % 50}`,
      startUnixNano: 1_000_000_000n + BigInt(i) * 1_000n,
      endUnixNano: 2_000_000_000n + BigInt(i) * 1_000n,
      keys: i % 2 === 1 ? {} : ownKeys(i % 7 === 0 ? { ...IDS, datapoint_id: `d${i}` } : IDS),
      variants: i % 11 === 0 ? 2 : 1,
      sightings: i % 11 === 0 ? 3 : 1,
    });
  });
  return anAuditInput(spans, { recorded: {} });
}

describe.each(BIG_SHAPES)('%s of 100,000 spans', (_name, parentOf) => {
  test('is audited whole, with a report somebody can read', { timeout: 60_000 }, () => {
    const input = sessionOf(COUNT, parentOf);
    const audit = auditSession(input);
    expect(audit.verdicts).toHaveLength(COUNT);
    expect(audit.findings.length).toBeLessThan(10_000);
    const judged = Object.values(audit.attribution.run_id ?? {}).reduce((sum, count) => sum + count, 0);
    expect(judged).toBe(COUNT);
    expect(audit.structure.nodes.reduce((sum, { spans }) => sum + spans, 0)).toBe(COUNT);
  });
});
