/** The least share of judged spans on which a key must be as it should. */
export interface Threshold {
  /** An attribution key, a sent key as comparisons name it, or {@link EVERY_KEY}. */
  readonly key: string;
  /** Millionths, 0 to 1,000,000: integers, so that 999 of 1,000 spans are exactly 99.9%. */
  readonly sharePpm: number;
}

/** Stands for every attribution key that has no threshold of its own. */
export const EVERY_KEY = '*';

const PPM_OF_PERCENT = 10_000;
const PERCENT = /^(\d{1,3})(?:\.(\d{1,4}))?\s*%$/;
const PERCENT_DIGITS = 4;

/**
 * A threshold as people write it: `run_id=100%`, `llm.model=99.5%`, `*=90%`.
 * @throws RangeError saying what is accepted. A share without `%` is refused: `1` could be 1% or all.
 */
export function parseThreshold(text: string): Threshold {
  // An attribute key may hold an equals sign, a share does not.
  const equals = text.lastIndexOf('=');
  const key = text.slice(0, Math.max(equals, 0)).trim();
  if (key === '') throw new RangeError(`“${text}” is no threshold: write a key and a share, such as run_id=100%.`);
  const share = text.slice(equals + 1).trim();
  const [, whole, digits = ''] = PERCENT.exec(share) ?? [];
  if (whole === undefined) throw new RangeError(`“${text}” has no share in per cent${hintFor(key, share)}`);
  const sharePpm = Number(whole) * PPM_OF_PERCENT + Number(digits.padEnd(PERCENT_DIGITS, '0'));
  if (sharePpm > 100 * PPM_OF_PERCENT)
    throw new RangeError(`“${text}” asks for more than all spans: write ${key}=100%.`);
  return { key, sharePpm };
}

function hintFor(key: string, share: string): string {
  const number = /^\d*\.?\d+$/.test(share) ? Number(share) : Number.NaN;
  if (number > 0 && number < 1) return `: write ${key}=${Number((number * 100).toPrecision(PERCENT_DIGITS))}%.`;
  if (number <= 100) return `: write ${key}=${number}%.`;
  return `, with at most ${PERCENT_DIGITS} digits behind the point, such as ${key}=99.5%.`;
}

/** As {@link parseThreshold} reads it. */
export function formatThreshold({ key, sharePpm }: Threshold): string {
  return `${key}=${formatPercent(sharePpm)}`;
}

/** `99.5%`, with as many digits as it takes. */
export function formatPercent(sharePpm: number): string {
  return `${sharePpm / PPM_OF_PERCENT}%`;
}
