import { Ghost as GhostIcon } from 'lucide-react';
import Link from 'next/link';
import { textAt } from '@/lib/trace/packed-texts';
import type { GhostState } from '@/lib/trace/session-tree';
import { spanAt } from '@/lib/trace/span-columns';
import type { RowContext } from './row-context';

const TEXTS: Readonly<Record<GhostState, string>> = {
  pending: 'Waiting for a parent',
  missing: 'A parent that was never received',
  elsewhere: 'A parent in another session',
};

interface GhostTextProps {
  /** The node. */
  readonly node: number;
  readonly context: Pick<RowContext, 'tree' | 'spanHref'>;
}

/** A parent that spans name and nobody has seen here. */
export function GhostText({ node, context }: GhostTextProps) {
  const { columns, ghostStates, ghostChildren } = context.tree;
  const ghost = node - columns.count;
  const state = ghostStates[ghost] ?? 'missing';
  const spanId = textAt(columns.absentParents, ghost);
  const child = spanAt(columns, ghostChildren[ghost] ?? 0);
  const elsewhere = state === 'elsewhere' ? child.parentSessionId : null;
  return (
    <>
      <GhostIcon aria-hidden className="mr-1.5 size-3.5 shrink-0 text-ink-muted" />
      <span className="truncate italic text-ink-muted">
        {TEXTS[state]} <code className="font-mono text-xs not-italic">{spanId}</code>
      </span>
      {elsewhere !== null && (
        <Link
          href={context.spanHref(elsewhere, { traceId: child.traceId, spanId })}
          tabIndex={-1}
          className="link ml-2 shrink-0 text-xs"
        >
          go there
        </Link>
      )}
    </>
  );
}
