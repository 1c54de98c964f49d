import { expect, test } from 'vitest';
import { formatCompactCount, formatCounted } from './format-number';
import { describeAge } from './relative-time';

test.each([
  [0, 'just now'],
  [-60_000, 'just now'],
  [12_000, '12 s ago'],
  [61_000, '1 min ago'],
  [7_200_000, '2 h ago'],
  [200_000_000, '2 d ago'],
  [3_000_000_000, '2025-10-17'],
])('an instant %d ms back reads "%s"', (ageMs, text) => {
  const now = new Date('2025-11-21T08:00:00Z');
  expect(describeAge(new Date(now.getTime() - ageMs), now)).toBe(text);
});

test('one of a thing is singular, and thousands are grouped', () => {
  expect(formatCounted(1, 'span')).toBe('1 span');
  expect(formatCounted(1204, 'span')).toBe('1,204 spans');
  expect(formatCompactCount(9_999)).toBe('9,999');
  expect(formatCompactCount(41_230)).toBe('41.2K');
});
