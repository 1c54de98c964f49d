import 'server-only';
import type { SessionHead, SessionSummary } from '../contracts/sessions';
import type { SpanRef } from '../domain/finding';
import type { Skeleton } from '../trace/skeleton';
import type { VerdictTable } from './verdict-table';

/**
 * Everything that is shown of a judged session, without the facts it was judged by: plain data, 20 MB for 100,000 spans
 * where those take 150. It can be kept, and handed from one thread to another.
 */
export interface SessionReport {
  readonly revision: number;
  readonly lastReceivedAt: Date;
  readonly settled: boolean;
  readonly contract: string;
  readonly head: SessionHead;
  readonly findings: SessionSummary['findings'];
  readonly tree: SessionSummary['tree'];
  readonly firstBreak: SessionSummary['firstBreak'];
  readonly skeleton: Skeleton;
  readonly verdicts: VerdictTable;
  /** Spans of other sessions that verdicts point at: as they number them, after the session's own. */
  readonly relatedRefs: ReadonlyMap<number, SpanRef>;
}
