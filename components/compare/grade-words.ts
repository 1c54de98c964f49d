import type { Grade } from '@/lib/domain/comparison';

interface GradeWords {
  readonly name: string;
  /** What a reader should take from it. */
  readonly short: string;
  readonly meaning: string;
}

/** How sure a regression is (audit-semantics 2.9), for people who have never heard of a p value. */
export const GRADE_WORDS: Readonly<Record<Grade, GradeWords>> = {
  confirmed: {
    name: 'Confirmed',
    short: 'not chance',
    meaning:
      'Either every datapoint of the candidate lost the key, two at the least, and the baseline had it in all of its own: in three at the least, or in the same two. Or more datapoints lost it than chance explains, even after allowing for the number of paths and keys that were compared.',
  },
  suspected: {
    name: 'Suspected',
    short: 'repeat the run to be sure',
    meaning:
      'The candidate is worse, but too few datapoints say so to rule out chance. Run it again, or over more datapoints.',
  },
};
