import { StateGlyph } from '@/components/state/state-glyph';
import type { SessionDetail } from '@/lib/contracts/sessions';
import type { BreakRegion } from '@/lib/trace/session-tree';
import { describeSession } from './session-verdict';

interface VerdictLineProps {
  readonly session: SessionDetail;
  readonly breaks: readonly BreakRegion[];
}

/** The verdict in words, led by its shape. */
export function VerdictLine({ session, breaks }: VerdictLineProps) {
  const isBad = session.findings.length > 0;
  const glyph = isBad ? 'missing' : session.settled ? 'preserved' : 'pending';
  const colour = isBad ? 'text-state-missing' : session.settled ? 'text-state-good' : 'text-state-pending';
  return (
    <p className="flex max-w-4xl items-start gap-2.5 text-base font-medium text-ink">
      <StateGlyph state={glyph} size={18} className={`mt-0.5 shrink-0 ${colour}`} />
      <span className="text-pretty [overflow-wrap:anywhere]">{describeSession(session, breaks)}</span>
    </p>
  );
}
