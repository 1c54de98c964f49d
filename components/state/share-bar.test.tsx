import { cleanup, render, screen } from '@testing-library/react';
import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { attributionCounts } from '@/components/testing/a-run';
import { formatShare } from '@/components/ui/format-number';
import { completenessOf, layOutSegments, ShareBar } from './share-bar';

afterEach(cleanup);

const count = fc.oneof(fc.constant(0), fc.nat(3), fc.nat(1_000_000));
const counts = fc.record({
  present: count,
  missing: count,
  conflicting: count,
  malformed: count,
  unattributable: count,
  pending: count,
  notApplicable: count,
});

test('a share reads 100% only when nothing is left out, and 0% only when nothing is in', () => {
  fc.assert(
    fc.property(fc.nat(1_000_000), fc.integer({ min: 1, max: 1_000_000 }), (part, rest) => {
      expect(formatShare(part, part + rest)).not.toBe('100%');
      expect(formatShare(rest, part + rest)).not.toBe('0%');
    }),
  );
  expect(formatShare(8, 8)).toBe('100%');
  expect(formatShare(0, 8)).toBe('0%');
});

test('every state that occurs is visible in the bar, none overlaps, and the bar is exactly full', () => {
  fc.assert(
    fc.property(counts, (drawn) => {
      fc.pre(completenessOf(drawn).applicable > 0);
      const segments = layOutSegments(drawn);
      let end = 0;
      for (const { x, width } of segments) {
        expect(x).toBeGreaterThanOrEqual(end - 1e-9);
        expect(width).toBeGreaterThanOrEqual(3 - 1e-9);
        end = x + width;
      }
      expect(end).toBeCloseTo(100);
    }),
  );
});

test('spans the key does not apply to do not lower its share', () => {
  render(<ShareBar name="run_id" counts={attributionCounts({ present: 6, notApplicable: 94 })} />);
  expect(screen.getByText('100%')).toBeTruthy();
});

test('a key that applies to no span has no share', () => {
  render(<ShareBar name="run_id" counts={attributionCounts({ notApplicable: 4 })} />);
  expect(screen.getByText('run_id: not applicable')).toBeTruthy();
});
