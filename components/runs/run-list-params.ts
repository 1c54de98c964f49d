import { createLoader, parseAsString, parseAsStringLiteral } from 'nuqs/server';

const RUN_SORTS = ['createdAt', '-createdAt', 'name', '-name', 'spans', '-spans', 'missing', '-missing'] as const;

/** The runs page in its address: the same parsers on server and client. */
export const runListParams = {
  q: parseAsString.withDefault(''),
  sort: parseAsStringLiteral(RUN_SORTS).withDefault('-createdAt'),
  /** The group of the trend chart: `dataset:<id>` or `name:<name>`; absent for the most frequent one. */
  trend: parseAsString,
};

export const loadRunListParams = createLoader(runListParams);
