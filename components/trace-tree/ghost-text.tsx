import { Ghost as GhostIcon } from 'lucide-react';
import Link from 'next/link';
import type { Ghost } from '@/lib/trace/build-forest';
import type { RowContext } from './row-context';

const TEXTS: Readonly<Record<Ghost['state'], string>> = {
  pending: 'Waiting for a parent',
  missing: 'A parent that was never received',
  elsewhere: 'A parent in another session',
};

interface GhostTextProps {
  readonly ghost: Ghost;
  readonly context: Pick<RowContext, 'tree' | 'spanHref'>;
}

/** A parent that spans name and nobody has seen here. */
export function GhostText({ ghost, context }: GhostTextProps) {
  const child = context.tree.spans[ghost.children[0] ?? -1];
  const elsewhere = ghost.state === 'elsewhere' ? (child?.parentSessionId ?? null) : null;
  return (
    <>
      <GhostIcon aria-hidden className="mr-1.5 size-3.5 shrink-0 text-ink-muted" />
      <span className="truncate italic text-ink-muted">
        {TEXTS[ghost.state]} <code className="font-mono text-xs not-italic">{ghost.spanId}</code>
      </span>
      {elsewhere !== null && (
        <Link href={context.spanHref(elsewhere, ghost)} tabIndex={-1} className="link ml-2 shrink-0 text-xs">
          go there
        </Link>
      )}
    </>
  );
}
