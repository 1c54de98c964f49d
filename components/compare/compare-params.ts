import { createLoader, parseAsNativeArrayOf, parseAsString } from 'nuqs/server';
import { CELL_STATES, type CellState } from '@/lib/domain/comparison';

export const COMPARE_TABS = ['summary', 'datapoints', 'structure'] as const;
export type CompareTab = (typeof COMPARE_TABS)[number];

export const DATAPOINT_FILTERS = ['newly-missing', 'fixed', 'still-missing', 'unmatched'] as const;
export type DatapointFilter = (typeof DATAPOINT_FILTERS)[number];
export type CompareFilter = CellState | DatapointFilter;

/** What the rows of a tab can be narrowed to. */
const FILTERS: Readonly<Record<CompareTab, readonly CompareFilter[]>> = {
  summary: CELL_STATES,
  datapoints: DATAPOINT_FILTERS,
  structure: [],
};

export const CANDIDATES_MAX = 5;
/** As the API has it. */
const ID_LENGTH_MAX = 500;

/** The compare page in its address, as texts: {@link readCompareView} says what they mean and which mean nothing. */
export const compareParams = {
  /** Run id of the baseline. */
  base: parseAsString,
  /** Run ids of the candidates. */
  run: parseAsNativeArrayOf(parseAsString),
  /** The candidate that is shown in full; absent for the first. */
  of: parseAsString,
  tab: parseAsString,
  /** The state that rows are narrowed to. */
  only: parseAsString,
  /** The key that rows are narrowed to. */
  key: parseAsString,
  /** The datapoint whose trees are shown; empty for sessions without one. */
  dp: parseAsString,
  /** `true`: rows in which all is well, too; `false`: not even where nothing else is left. */
  all: parseAsString,
};

export const loadCompareParams = createLoader(compareParams);

type ParamName = keyof typeof compareParams;
type Raw = { readonly [Name in ParamName]: Name extends 'run' ? readonly string[] : string | null };

export interface CompareView {
  readonly base: string | null;
  /** Distinct. */
  readonly runs: readonly string[];
  /** One of `runs`; null without any. */
  readonly of: string | null;
  readonly tab: CompareTab;
  readonly only: CompareFilter | null;
  readonly key: string | null;
  readonly dp: string | null;
  /** null until somebody chose. */
  readonly all: boolean | null;
}

/** A parameter that is not understood, or too much. */
export interface DroppedParam {
  readonly name: ParamName;
  readonly value: string;
  /** Why it was dropped, e.g. `is no part of this page`. */
  readonly reason: string;
}

/** The meaning of an address. Nothing in it can fail: what means nothing is dropped, and told. */
export function readCompareView(raw: Raw): {
  readonly view: CompareView;
  readonly dropped: readonly DroppedParam[];
} {
  const dropped: DroppedParam[] = [];
  /** The value if it may stay; null for none. */
  const keep = (name: ParamName, value: string | null, isFine: (value: string) => boolean, reason: string) => {
    if (value === null || isFine(value)) return value;
    dropped.push({ name, value, reason });
    return null;
  };
  const keepShort = (name: ParamName, value: string | null) =>
    keep(name, value, ({ length }) => length <= ID_LENGTH_MAX, `is longer than ${ID_LENGTH_MAX} characters`);

  const runs: string[] = [];
  for (const value of raw.run) {
    const short = keepShort('run', value || null);
    const once = keep('run', short, (run) => !runs.includes(run), 'is a candidate already');
    const run = keep('run', once, () => runs.length < CANDIDATES_MAX, `is one more than ${CANDIDATES_MAX} candidates`);
    if (run !== null) runs.push(run);
  }
  const of = keep('of', raw.of, (run) => runs.includes(run), 'is none of the candidates');
  const tab = keep('tab', raw.tab, (name) => isOneOf(COMPARE_TABS, name), 'is no part of this page');
  const knownTab = COMPARE_TABS.find((name) => name === tab) ?? 'summary';
  const filters = FILTERS[knownTab];
  const only = keep(
    'only',
    raw.only,
    (name) => isOneOf(filters, name),
    `is nothing the ${knownTab} can be narrowed to`,
  );
  const all = keep('all', raw.all, (value) => isOneOf(['true', 'false'], value), 'is neither “true” nor “false”');
  return {
    view: {
      base: keepShort('base', raw.base || null),
      runs,
      of: of ?? runs[0] ?? null,
      tab: knownTab,
      only: filters.find((name) => name === only) ?? null,
      key: keepShort('key', raw.key || null),
      dp: keepShort('dp', raw.dp),
      all: all === null ? null : all === 'true',
    },
    dropped,
  };
}

function isOneOf(names: readonly string[], name: string): boolean {
  return names.includes(name);
}
