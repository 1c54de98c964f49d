'use client';

import { keyNamesOf } from '@/components/runs/key-names';
import { ShareBar } from '@/components/state/share-bar';
import { StateGlyph } from '@/components/state/state-glyph';
import { ATTRIBUTION_LOOKS, attributionCount, CUSTODY_LOOKS, custodyCount } from '@/components/state/states';
import { classNames } from '@/components/ui/class-names';
import { formatCount } from '@/components/ui/format-number';
import type { RunSummary } from '@/lib/contracts/runs';
import { ATTRIBUTION_STATES, type AttributionState, CUSTODY_STATES, type CustodyState } from '@/lib/domain/states';

/** What the datapoints are narrowed to; a custody state has no key. */
export interface StateFilter {
  readonly key: string | null;
  readonly state: AttributionState | CustodyState | null;
}

interface StateCountersProps {
  readonly run: Pick<RunSummary, 'attribution' | 'custody'>;
  readonly filter: StateFilter;
  readonly onFilter: (filter: StateFilter) => void;
}

const NO_FILTER: StateFilter = { key: null, state: null };

/** Spans by key and state. Every count is a filter of the datapoints below; pressing it again lifts it. */
export function AttributionCounters({ run, filter, onFilter }: StateCountersProps) {
  const states = ATTRIBUTION_STATES.filter((state) => ALWAYS_SHOWN.has(state) || occursIn(run, state));
  return (
    <div className="overflow-x-auto">
      <table className="w-full text-left text-sm">
        <caption className="sr-only">Spans by attribution key and state</caption>
        <thead>
          <tr>
            <th scope="col" className="h-8 pl-4 pr-3 text-xs font-medium text-ink-muted">
              Key
            </th>
            <th scope="col" className="hidden h-8 w-40 px-3 text-xs font-medium text-ink-muted sm:table-cell">
              Complete
            </th>
            {states.map((state) => (
              <th
                key={state}
                scope="col"
                title={ATTRIBUTION_LOOKS[state].meaning}
                className="h-8 whitespace-nowrap px-3 text-xs font-medium text-ink-muted last:pr-4"
              >
                {ATTRIBUTION_LOOKS[state].name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {keyNamesOf([run]).map((key) => {
            const counts = run.attribution[key];
            if (counts === undefined) return null;
            return (
              <tr key={key} className="[&>*]:border-t [&>*]:border-line">
                <th scope="row" className="h-9 pl-4 pr-3 font-mono text-xs font-normal text-ink">
                  {key}
                </th>
                <td className="hidden h-11 px-3 sm:table-cell">
                  <ShareBar name={key} counts={counts} />
                </td>
                {states.map((state) => {
                  const isPressed = filter.key === key && filter.state === state;
                  return (
                    <td key={state} className="h-9 px-1.5 last:pr-4">
                      <CounterButton
                        state={state}
                        name={`${key}: ${ATTRIBUTION_LOOKS[state].name}`}
                        textClass={ATTRIBUTION_LOOKS[state].textClass}
                        count={attributionCount(counts, state)}
                        isPressed={isPressed}
                        onPress={() => onFilter(isPressed ? NO_FILTER : { key, state })}
                      />
                    </td>
                  );
                })}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

/** Columns that stay when they are all zero: "0 missing" is the good news. */
const ALWAYS_SHOWN: ReadonlySet<AttributionState> = new Set(['present', 'missing', 'conflicting']);

function occursIn(run: Pick<RunSummary, 'attribution'>, state: AttributionState): boolean {
  return Object.values(run.attribution).some((counts) => attributionCount(counts, state) > 0);
}

/** Sent keys by what became of them. */
export function CustodyCounters({ run, filter, onFilter }: StateCountersProps) {
  return (
    <ul className="grid grid-cols-2 gap-x-1 sm:grid-cols-3">
      {CUSTODY_STATES.map((state) => {
        const look = CUSTODY_LOOKS[state];
        const isPressed = filter.state === state;
        return (
          <li key={state} className="flex items-center text-xs text-ink-muted" title={look.meaning}>
            <CounterButton
              state={state}
              name={look.name}
              textClass={look.textClass}
              count={custodyCount(run.custody, state)}
              isPressed={isPressed}
              onPress={() => onFilter(isPressed ? NO_FILTER : { key: null, state })}
              showName
            />
          </li>
        );
      })}
    </ul>
  );
}

interface CounterButtonProps {
  readonly state: AttributionState | CustodyState;
  readonly name: string;
  readonly textClass: string;
  readonly count: number;
  readonly isPressed: boolean;
  readonly onPress: () => void;
  readonly showName?: boolean;
}

function CounterButton({ state, name, textClass, count, isPressed, onPress, showName = false }: CounterButtonProps) {
  // A filter that is on can always be lifted, also when its count has gone to zero meanwhile.
  if (count === 0 && !isPressed) {
    return (
      <span className="inline-flex h-7 items-center gap-1.5 whitespace-nowrap px-1.5 text-ink-muted">
        <StateGlyph state={state} className="opacity-60" />0{showName ? ` ${name}` : ''}
      </span>
    );
  }
  return (
    <button
      type="button"
      aria-pressed={isPressed}
      aria-label={`${formatCount(count)} ${name}`}
      title={isPressed ? 'Show all datapoints' : 'Show only datapoints with these'}
      onClick={onPress}
      className={classNames(
        'inline-flex h-7 cursor-pointer items-center gap-1.5 whitespace-nowrap rounded-md border border-transparent px-1.5 font-medium text-ink hover:border-line-strong hover:bg-hover',
        isPressed && 'border-accent bg-accent-wash hover:border-accent hover:bg-accent-wash',
      )}
    >
      <StateGlyph state={state} className={textClass} />
      {formatCount(count)}
      {showName && <span className="font-normal text-ink-muted">{name}</span>}
    </button>
  );
}
