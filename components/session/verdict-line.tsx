import { StateGlyph } from '@/components/state/state-glyph';
import type { SessionSummary } from '@/lib/contracts/sessions';
import { describeSession } from './session-verdict';

const LOOKS = {
  bad: { glyph: 'missing', className: 'text-state-missing' },
  empty: { glyph: 'unattributable', className: 'text-state-unattributable' },
  open: { glyph: 'pending', className: 'text-state-pending' },
  good: { glyph: 'preserved', className: 'text-state-good' },
} as const;

function toneOf(session: SessionSummary): keyof typeof LOOKS {
  if (session.findingCount > 0) return 'bad';
  if (session.tree.spans === 0) return 'empty';
  return session.settled ? 'good' : 'open';
}

/** The verdict in words, led by its shape. */
export function VerdictLine({ session }: { readonly session: SessionSummary }) {
  const look = LOOKS[toneOf(session)];
  return (
    <p className="flex max-w-4xl items-start gap-2.5 text-base font-medium text-ink">
      <StateGlyph state={look.glyph} size={18} className={`mt-0.5 shrink-0 ${look.className}`} />
      <span className="text-pretty [overflow-wrap:anywhere]">{describeSession(session)}</span>
    </p>
  );
}
