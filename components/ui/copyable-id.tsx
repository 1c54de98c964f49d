import { classNames } from './class-names';
import { CopyButton } from './copy-button';

interface CopyableIdProps {
  readonly id: string;
  /** What kind of id, e.g. `run id`. */
  readonly what: string;
  readonly className?: string;
}

/** An id in full, cut by the layout when it must be, never by us; copied whole. */
export function CopyableId({ id, what, className }: CopyableIdProps) {
  return (
    <span className={classNames('inline-flex min-w-0 items-center gap-0.5 text-ink-muted', className)}>
      <span className="truncate font-mono text-xs" title={id}>
        {id}
      </span>
      <CopyButton text={id} what={what} />
    </span>
  );
}
