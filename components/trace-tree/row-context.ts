import type { Route } from 'next';
import type { SpanRef } from '@/lib/domain/finding';
import type { LaidTree } from '@/lib/trace/lay-tree';
import type { SessionTree } from '@/lib/trace/session-tree';

/** What all rows of one tree share. */
export interface RowContext {
  readonly tree: SessionTree;
  readonly laid: LaidTree;
  /** Another session, with one of its spans selected. */
  readonly spanHref: (sessionId: string, span: Pick<SpanRef, 'traceId' | 'spanId'>) => Route;
}
