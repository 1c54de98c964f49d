import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binomialTail, fisherTail, significanceThreshold, upperRate, wilsonInterval } from './statistics';

/** Exact fractions: slow, and nothing to get wrong. */
function choose(n: number, k: number): bigint {
  if (k < 0 || k > n) return 0n;
  let ways = 1n;
  for (let i = 0; i < k; i++) ways = (ways * BigInt(n - i)) / BigInt(i + 1);
  return ways;
}

function ratio(above: bigint, below: bigint): number {
  const digits = 10n ** 30n;
  return Number((above * digits) / below) / 1e30;
}

function exactFisher(hits: number, trials: number, otherHits: number, otherTrials: number): number {
  let above = 0n;
  for (let k = hits; k <= trials; k++) {
    above += choose(trials, k) * choose(otherTrials, hits + otherHits - k);
  }
  return ratio(above, choose(trials + otherTrials, hits + otherHits));
}

/** The rate is `parts` of 1,000. */
function exactBinomial(hits: number, trials: number, parts: number): number {
  let above = 0n;
  for (let k = hits; k <= trials; k++) {
    above += choose(trials, k) * BigInt(parts) ** BigInt(k) * BigInt(1000 - parts) ** BigInt(trials - k);
  }
  return ratio(above, 1000n ** BigInt(trials));
}

/** The probability of the middle of a large distribution of this variance. */
function peak(variance: number): number {
  return 1 / Math.sqrt(2 * Math.PI * variance);
}

const group = fc.integer({ min: 1, max: 60 }).chain((trials) => fc.tuple(fc.nat(trials), fc.constant(trials)));

describe('the figures of the definition (audit-semantics 2.9)', () => {
  it('0 of 100, then 3 of 20', () => {
    expect(binomialTail(3, 20, upperRate(0, 100))).toBeCloseTo(0.021, 3);
  });

  it('0 of 20, then 3 of 20, and 5 of 20', () => {
    expect(fisherTail(3, 20, 0, 20)).toBeCloseTo(0.115, 3);
    expect(fisherTail(5, 20, 0, 20)).toBeCloseTo(0.024, 3);
  });
});

describe('fisherTail', () => {
  it('is what exact fractions give', () => {
    fc.assert(
      fc.property(group, group, ([hits, trials], [otherHits, otherTrials]) => {
        const exact = exactFisher(hits, trials, otherHits, otherTrials);
        expect(Math.abs(fisherTail(hits, trials, otherHits, otherTrials) - exact)).toBeLessThan(1e-12);
      }),
      { numRuns: 500 },
    );
  });

  it('stays right for a hundred thousand datapoints', () => {
    expect(fisherTail(50_000, 100_000, 50_000, 100_000)).toBeCloseTo(0.5 + peak(12_500) / 2, 6);
    expect(fisherTail(100_000, 100_000, 0, 100_000)).toBe(0);
    expect(fisherTail(0, 100_000, 100_000, 100_000)).toBe(1);
    expect(fisherTail(1, 100_000, 0, 100_000)).toBeCloseTo(0.5, 9);
  });
});

describe('binomialTail', () => {
  it('is what exact fractions give', () => {
    fc.assert(
      fc.property(group, fc.integer({ min: 0, max: 1000 }), ([hits, trials], parts) => {
        const exact = exactBinomial(hits, trials, parts);
        expect(Math.abs(binomialTail(hits, trials, parts / 1000) - exact)).toBeLessThan(1e-12);
      }),
      { numRuns: 500 },
    );
  });

  it('stays right for a hundred thousand datapoints', () => {
    expect(binomialTail(50_000, 100_000, 0.5)).toBeCloseTo(0.5 + peak(25_000) / 2, 6);
    expect(binomialTail(90_000, 100_000, 0.1)).toBe(0);
    expect(binomialTail(10, 100_000, 0.1)).toBe(1);
  });
});

describe('upperRate', () => {
  it('is three in so many after none', () => {
    expect(upperRate(0, 100)).toBe(0.03);
    expect(upperRate(0, 2)).toBe(1);
  });

  it('is the rate at which so few have a chance of 5 %', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 99 }), (hits) => {
        expect(1 - binomialTail(hits + 1, 100, upperRate(hits, 100))).toBeCloseTo(0.05, 6);
      }),
    );
    expect(upperRate(3, 100)).toBeCloseTo(0.0757, 4);
    expect(upperRate(5, 100_000)).toBeCloseTo(10.513e-5, 8);
    expect(upperRate(100, 100)).toBe(1);
  });
});

describe('wilsonInterval', () => {
  it('is what the books have', () => {
    const [low, high] = wilsonInterval(3, 20);
    expect([low, high]).toEqual([expect.closeTo(0.0524, 4), expect.closeTo(0.3604, 4)]);
    expect(wilsonInterval(0, 0)).toEqual([0, 1]);
  });

  it('holds the rate and stays between none and all', () => {
    fc.assert(
      fc.property(group, ([hits, trials]) => {
        const [low, high] = wilsonInterval(hits, trials);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(low).toBeLessThanOrEqual(hits / trials);
        expect(high).toBeGreaterThanOrEqual(hits / trials);
        expect(high).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('significanceThreshold', () => {
  it('is that of the paper’s example (Benjamini and Hochberg 1995, 3.2): four of fifteen', () => {
    const ps = [
      0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1,
    ];
    expect(significanceThreshold(new Map(ps.map((p) => [p, 1])), 0.05)).toBe(0.0095);
  });

  it('counts equal results as often as they came', () => {
    expect(significanceThreshold(new Map([[0.024, 1]]), 0.05)).toBe(0.024);
    const amongMany = new Map([
      [0.024, 1],
      [1, 9],
    ]);
    expect(significanceThreshold(amongMany, 0.05)).toBe(-1);
    const often = new Map([
      [1, 9],
      [0.024, 9],
    ]);
    expect(significanceThreshold(often, 0.05)).toBe(0.024);
    expect(significanceThreshold(new Map(), 0.05)).toBe(-1);
  });
});
