import type { Source } from './verdict';

/** Who says what a value should be, in the middle of a sentence. */
export const SOURCE_WORDS: Readonly<Record<Source, string>> = {
  E1: 'the nearest span above it that carries the key',
  E2: 'its session',
  E3: 'the resource or scope it was sent with',
  E4: 'the run record',
  E5: 'the span it links to',
  E6: 'all other spans of its trace',
  inputs: 'the session whose inputs it worked on',
};
