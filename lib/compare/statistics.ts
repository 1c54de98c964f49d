/** Below: the probability that a test of this size is wrong about a bound; 1.96 standard deviations on two sides. */
const ALPHA = 0.05;
const Z = 1.959963984540054;

/** Terms this much smaller than what they are added to change nothing. */
const NEGLIGIBLE = 1e-17;

/** Wilson interval of a rate, 95 %: narrow enough to be useful and honest for few trials. Of no trials: 0 to 1. */
export function wilsonInterval(hits: number, trials: number): readonly [low: number, high: number] {
  if (trials === 0) return [0, 1];
  const rate = hits / trials;
  const scale = 1 + (Z * Z) / trials;
  const middle = (rate + (Z * Z) / (2 * trials)) / scale;
  const half = (Z / scale) * Math.sqrt((rate * (1 - rate)) / trials + (Z * Z) / (4 * trials * trials));
  return [hits === 0 ? 0 : Math.max(0, middle - half), hits === trials ? 1 : Math.min(1, middle + half)];
}

/**
 * Fisher's exact test, one-sided: how likely the second group has at least so many of all the hits when hits fall on
 * both groups alike. Exact sums of logarithms; good for groups of 100,000.
 */
export function fisherTail(hits: number, trials: number, otherHits: number, otherTrials: number): number {
  const allHits = hits + otherHits;
  const all = trials + otherTrials;
  const logOf = (k: number) => logChoose(allHits, k) + logChoose(all - allHits, trials - k) - logChoose(all, trials);
  return upperTail(
    hits,
    Math.max(0, trials - (all - allHits)),
    Math.min(trials, allHits),
    (trials * allHits) / all,
    logOf,
    (k) => ((allHits - k) * (trials - k)) / ((k + 1) * (all - allHits - trials + k + 1)),
  );
}

/** P(X ≥ hits) for so many independent trials that hit with this rate each. */
export function binomialTail(hits: number, trials: number, rate: number): number {
  if (hits <= 0) return 1;
  if (rate <= 0) return 0;
  if (rate >= 1) return 1;
  const [log, logNot] = [Math.log(rate), Math.log1p(-rate)];
  const odds = rate / (1 - rate);
  return upperTail(
    hits,
    0,
    trials,
    trials * rate,
    (k) => logChoose(trials, k) + k * log + (trials - k) * logNot,
    (k) => ((trials - k) / (k + 1)) * odds,
  );
}

/**
 * The rate that is not below the true one with 95 % confidence: 3 / N without a hit (rule of three), else
 * Clopper-Pearson, one-sided: the rate at which so few hits have a chance of 5 %.
 */
export function upperRate(hits: number, trials: number): number {
  if (trials === 0 || hits >= trials) return 1;
  if (hits === 0) return Math.min(1, 3 / trials);
  let low = hits / trials;
  let high = 1;
  for (let step = 0; step < 60 && high - low > 1e-12; step++) {
    const rate = (low + high) / 2;
    if (1 - binomialTail(hits + 1, trials, rate) > ALPHA) low = rate;
    else high = rate;
  }
  return (low + high) / 2;
}

/**
 * Benjamini-Hochberg: the largest p that is still significant when of all that are called so at most a share of `q` may
 * be by chance; -1 when none is.
 * @param tests how many tests gave each p
 */
export function significanceThreshold(tests: ReadonlyMap<number, number>, q: number): number {
  const sorted = [...tests].sort(([a], [b]) => a - b);
  const count = sorted.reduce((sum, [, times]) => sum + times, 0);
  let [rank, threshold] = [0, -1];
  for (const [p, times] of sorted) {
    rank += times;
    if (p <= (rank / count) * q) threshold = p;
  }
  return threshold;
}

/**
 * Sums the probabilities from `from` up to `most` of a distribution with one peak near `middle`. Begins at the edge that
 * is nearer to its own tail: there terms only shrink, so that nothing is lost by underflow.
 * @param logOf logarithm of the probability of k
 * @param ratio the probability of k + 1 over that of k
 */
function upperTail(
  from: number,
  least: number,
  most: number,
  middle: number,
  logOf: (k: number) => number,
  ratio: (k: number) => number,
): number {
  if (from <= least) return 1;
  if (from > most) return 0;
  if (from > middle) return Math.min(1, sumTerms(from, most, Math.exp(logOf(from)), ratio));
  const below = sumTerms(-(from - 1), -least, Math.exp(logOf(from - 1)), (k) => 1 / ratio(-k - 1));
  return Math.max(0, 1 - below);
}

function sumTerms(from: number, to: number, first: number, ratio: (k: number) => number): number {
  let [sum, term] = [first, first];
  for (let k = from; k < to && term > sum * NEGLIGIBLE; k++) {
    term *= ratio(k);
    sum += term;
  }
  return sum;
}

function logChoose(n: number, k: number): number {
  return k < 0 || k > n ? -Infinity : logFactorial(n) - logFactorial(k) - logFactorial(n - k);
}

const SMALL = 64;
const SMALL_LOGS = new Float64Array(SMALL);
for (let n = 2; n < SMALL; n++) SMALL_LOGS[n] = (SMALL_LOGS[n - 1] as number) + Math.log(n);

/** ln n!: Stirling's series, exact to the last digits from 64 on. */
function logFactorial(n: number): number {
  if (n < SMALL) return SMALL_LOGS[n] as number;
  const inverse = 1 / n;
  const square = inverse * inverse;
  return (
    (n + 0.5) * Math.log(n) - n + 0.5 * Math.log(2 * Math.PI) + inverse * (1 / 12 - square * (1 / 360 - square / 1260))
  );
}
