import { classNames } from '@/components/ui/class-names';

const CODE_OF_A = 65;

/** `B` for the first candidate. */
export function candidateLetter(index: number): string {
  return String.fromCharCode(CODE_OF_A + 1 + index);
}

/** Which run something is of: A is always the baseline, and always grey. */
export function SideLetter({ letter, className }: { readonly letter: string; readonly className?: string }) {
  return (
    <span
      className={classNames(
        'inline-flex size-5 shrink-0 items-center justify-center rounded text-xs font-semibold leading-none',
        letter === 'A' ? 'bg-well text-ink-muted' : 'bg-accent-wash text-accent-text',
        className,
      )}
    >
      {letter}
    </span>
  );
}
