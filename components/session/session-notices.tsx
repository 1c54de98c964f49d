import { Info, TriangleAlert } from 'lucide-react';
import { formatCounted } from '@/components/ui/format-number';
import type { SessionSummary } from '@/lib/contracts/sessions';
import { NEVER_STARTED } from './never-started-badge';
import { Notice } from './notice';

interface SessionNoticesProps {
  readonly session: SessionSummary;
}

/** Something odd about a session: what, and what it means for reading the tree. */
interface Oddity {
  readonly what: string;
  readonly meaning: string;
}

/** What a reader must know before believing the tree. */
export function SessionNotices({ session }: SessionNoticesProps) {
  const oddities = findOddities(session);
  return (
    <div className="grid gap-2 empty:hidden">
      {!session.settled && (
        <Notice icon={Info}>
          Spans may still arrive. Nothing is called missing for want of a parent yet, and this page refreshes itself
          until the session has been quiet for a while.
        </Notice>
      )}
      {oddities.length === 1 && oddities[0] !== undefined && (
        <Notice icon={TriangleAlert} tone="warn">
          {oddities[0].what}. {oddities[0].meaning}
        </Notice>
      )}
      {oddities.length > 1 && (
        <details className="rounded-md bg-state-malformed-wash px-3 py-2 text-state-malformed">
          <summary className="cursor-pointer">{oddities.map(({ what }) => what).join(' · ')}</summary>
          <dl className="mt-2 grid gap-2 text-ink">
            {oddities.map(({ what, meaning }) => (
              <div key={what}>
                <dt className="font-medium">{what}</dt>
                <dd>{meaning}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </div>
  );
}

function findOddities(session: SessionSummary): readonly Oddity[] {
  const { missingParents, cycles, selfParents, repeated, varying, skewed } = session.tree;
  const found: (Oddity | false)[] = [
    !session.declared && {
      what: 'Session never started',
      meaning: NEVER_STARTED,
    },
    session.error !== null && { what: 'Session ended with an error', meaning: session.error },
    missingParents > 0 && {
      what: `${formatCounted(missingParents, 'parent')} never received`,
      meaning:
        'Their children hang under a stand-in. Look for spans that were sampled out, filtered, or still open when the process ended.',
    },
    cycles > 0 && {
      what: formatCounted(cycles, 'parent cycle'),
      meaning: 'Spans that name each other as parents. Each cycle is cut open before its earliest span.',
    },
    selfParents > 0 && {
      what: `${formatCounted(selfParents, 'span')} with itself as parent`,
      meaning: 'Shown as a root.',
    },
    repeated > 0 && {
      what: `${formatCounted(repeated, 'span')} received more than once`,
      meaning: `Each is stored once and counted. ${
        varying === 0
          ? 'The copies are all alike.'
          : `${formatCounted(varying, 'span')} came with different content; shown is a complete version if there is one.`
      }`,
    },
    skewed > 0 && {
      what: `Clock skew on ${formatCounted(skewed, 'span')}`,
      meaning:
        'They start more than a second before their parent, or end before they start. Do not compare times between machines here.',
    },
  ];
  return found.filter((oddity) => oddity !== false);
}
