import type { Route } from 'next';
import type { SkeletonSpan } from '@/lib/contracts/sessions';
import type { SpanRef } from '@/lib/domain/finding';
import type { TreeRow } from '@/lib/trace/flatten-rows';
import type { Rail } from '@/lib/trace/row-rails';
import type { SessionTree } from '@/lib/trace/session-tree';

/** What all rows of one tree share. */
export interface RowContext {
  readonly tree: SessionTree<SkeletonSpan>;
  readonly keys: readonly string[];
  readonly rows: readonly TreeRow[];
  /** In the order of `rows`. */
  readonly rails: readonly (Rail | null)[];
  /** What a search found; null without a search. */
  readonly matches: ReadonlySet<number> | null;
  /** Another session, with one of its spans selected. */
  readonly spanHref: (sessionId: string, span: Pick<SpanRef, 'traceId' | 'spanId'>) => Route;
}
