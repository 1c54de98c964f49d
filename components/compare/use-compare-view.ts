'use client';

import { useQueryStates } from 'nuqs';
import { type CompareView, compareParams, type DroppedParam, readCompareView } from './compare-params';

interface UsedView {
  readonly view: CompareView;
  /** What the address says and nobody understands; gone with the next change. */
  readonly dropped: readonly DroppedParam[];
  /** A step that Back undoes. */
  readonly setView: (change: Partial<CompareView>) => void;
}

/** What a colleague sees after opening the link. */
export function useCompareView(): UsedView {
  const [raw, setRaw] = useQueryStates(compareParams, { scroll: false, history: 'push' });
  const { view, dropped } = readCompareView(raw);
  return {
    view,
    dropped,
    setView: (change) => void setRaw(writeCompareView({ ...view, ...change })),
  };
}

/** The address of a view; what goes without saying is left out. */
function writeCompareView(view: CompareView) {
  return {
    base: view.base,
    run: view.runs.length === 0 ? null : [...view.runs],
    of: view.of === view.runs[0] ? null : view.of,
    tab: view.tab === 'summary' ? null : view.tab,
    only: view.only,
    key: view.key,
    dp: view.dp,
    all: view.all === null ? null : String(view.all),
  };
}
