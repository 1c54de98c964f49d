import type { Cause } from '@/lib/domain/finding';

/** Why a key is missing, in a few words. */
export const CAUSE_WORDS: Readonly<Record<Cause, string>> = {
  'selective-processor': 'the span processor copies only some keys',
  'trace-split': 'the trace was split from its session',
  'attribute-limit': 'the span reached its attribute limit',
  'root-only-stamping': 'only the top span is stamped',
  'late-attach': 'the ids were set after the span started',
  'parent-not-exported': 'the parent span never arrived',
  'not-determined': 'cause not determined',
};
