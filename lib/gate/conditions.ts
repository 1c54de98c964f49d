import type { Threshold } from './parse-threshold';

export const FAIL_ON = ['new', 'confirmed', 'any', 'none'] as const;
/**
 * What fails a gate besides its thresholds: a regression against the baseline (`new`), one that is `confirmed`, or `any`
 * loss in the run itself.
 */
export type FailOn = (typeof FAIL_ON)[number];

export interface GateConditions {
  readonly thresholds: readonly Threshold[];
  readonly failOn: FailOn;
  /** Most sent keys that may be lost, counted over all spans; null for any number. */
  readonly maxLost: number | null;
}

/** What a gate without a word on it fails on. A threshold alone is meant to allow what it allows. */
export function defaultFailOn(hasBaseline: boolean, hasThresholds: boolean): FailOn {
  if (hasBaseline) return 'new';
  return hasThresholds ? 'none' : 'any';
}

/** `new` and `confirmed` compare with something. */
export function needsBaseline(failOn: FailOn): boolean {
  return failOn === 'new' || failOn === 'confirmed';
}
