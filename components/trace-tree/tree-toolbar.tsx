'use client';

import { ChevronDown, ChevronsDownUp, ChevronsUpDown, ChevronUp } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { Button } from '@/components/ui/button';
import { formatCount, formatCounted } from '@/components/ui/format-number';
import { SearchInput } from '@/components/ui/search-input';
import { Switch } from '@/components/ui/switch';

/** Where one is among things to step through; `current` is 1-based, null when not at one of them. */
interface Stepper {
  readonly current: number | null;
  readonly count: number;
  readonly onStep: (direction: 1 | -1) => void;
}

interface TreeToolbarProps {
  readonly onlyProblems: boolean;
  readonly onOnlyProblems: (only: boolean) => void;
  readonly problems: number;
  readonly search: string;
  readonly onSearch: (text: string) => void;
  /** null without a search. */
  readonly matches: Stepper | null;
  readonly breaks: Stepper;
  readonly onFoldAll: (open: boolean) => void;
}

export function TreeToolbar(props: TreeToolbarProps) {
  const { onlyProblems, onOnlyProblems, problems, search, onSearch, matches, breaks, onFoldAll } = props;
  useBreakKeys(breaks);
  return (
    <div
      role="toolbar"
      aria-label="Tree"
      className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line px-3 py-2"
    >
      <div className="flex min-w-0 grow items-center gap-1 sm:grow-0">
        <SearchInput
          label="Search names, ids, keys and values"
          placeholder="Name, id, key or value"
          value={search}
          onSearch={onSearch}
          className="w-full sm:w-56"
        />
        {matches !== null && <Steps what="match" plural="matches" stepper={matches} keys={['N', 'n']} />}
      </div>
      <Switch checked={onlyProblems} onChange={onOnlyProblems}>
        Only problems <span className="text-ink-muted">({formatCount(problems)})</span>
      </Switch>
      <div className="ml-auto flex items-center gap-1">
        {breaks.count > 0 && <Steps what="break" plural="breaks" stepper={breaks} keys={['[', ']']} />}
        <Button variant="ghost" size="icon" aria-label="Open all" title="Open all" onClick={() => onFoldAll(true)}>
          <ChevronsUpDown aria-hidden />
        </Button>
        <Button variant="ghost" size="icon" aria-label="Close all" title="Close all" onClick={() => onFoldAll(false)}>
          <ChevronsDownUp aria-hidden />
        </Button>
      </div>
    </div>
  );
}

/** `[` and `]` walk the breaks from anywhere on the page but a text field. */
function useBreakKeys({ count, onStep }: Stepper) {
  const step = useRef(onStep);
  useEffect(() => {
    step.current = onStep;
  });
  useEffect(() => {
    if (count === 0) return;
    function stepOnBracket(event: globalThis.KeyboardEvent) {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key !== '[' && event.key !== ']') return;
      if (event.target instanceof HTMLElement && event.target.closest('input, textarea, select')) return;
      event.preventDefault();
      step.current(event.key === ']' ? 1 : -1);
    }
    document.addEventListener('keydown', stepOnBracket);
    return () => document.removeEventListener('keydown', stepOnBracket);
  }, [count]);
}

interface StepsProps {
  readonly what: string;
  readonly plural: string;
  readonly stepper: Stepper;
  /** Keys for back and forth. */
  readonly keys: readonly [back: string, forth: string];
}

function Steps({ what, plural, stepper, keys }: StepsProps) {
  const { current, count, onStep } = stepper;
  let text: ReactNode = formatCounted(count, what, plural);
  if (current !== null) text = `${what} ${formatCount(current)} of ${formatCount(count)}`;
  return (
    <span className="flex shrink-0 items-center">
      <span role="status" className="mr-1 whitespace-nowrap text-xs text-ink-muted">
        {text}
      </span>
      <StepButton direction={-1} what={what} shortcut={keys[0]} disabled={count === 0} onStep={onStep} />
      <StepButton direction={1} what={what} shortcut={keys[1]} disabled={count === 0} onStep={onStep} />
    </span>
  );
}

interface StepButtonProps {
  readonly direction: 1 | -1;
  readonly what: string;
  readonly shortcut: string;
  readonly disabled: boolean;
  readonly onStep: (direction: 1 | -1) => void;
}

function StepButton({ direction, what, shortcut, disabled, onStep }: StepButtonProps) {
  const words = `${direction === 1 ? 'Next' : 'Previous'} ${what}`;
  return (
    <Button
      variant="ghost"
      size="icon"
      aria-label={words}
      aria-keyshortcuts={shortcut}
      title={`${words} (${shortcut})`}
      disabled={disabled}
      onClick={() => onStep(direction)}
    >
      {direction === 1 ? <ChevronDown aria-hidden /> : <ChevronUp aria-hidden />}
    </Button>
  );
}
