import { Info, TriangleAlert } from 'lucide-react';
import { formatCounted } from '@/components/ui/format-number';
import type { SessionDetail, SkeletonSpan } from '@/lib/contracts/sessions';
import type { SessionTree } from '@/lib/trace/session-tree';
import { Notice } from './notice';

interface SessionNoticesProps {
  readonly session: SessionDetail;
  readonly tree: SessionTree<SkeletonSpan>;
}

/** Something odd about a session: what, and what it means for reading the tree. */
interface Oddity {
  readonly what: string;
  readonly meaning: string;
}

/** What a reader must know before believing the tree. */
export function SessionNotices({ session, tree }: SessionNoticesProps) {
  const oddities = findOddities(session, tree);
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

function findOddities(session: SessionDetail, tree: SessionTree<SkeletonSpan>): readonly Oddity[] {
  const { ghosts, cycles, selfParents } = tree.forest;
  const missing = ghosts.filter((ghost) => ghost.state === 'missing').length;
  const repeated = session.spans.filter((span) => span.sightings > 1).length;
  const varying = session.spans.filter((span) => span.variants > 1).length;
  const found: (Oddity | false)[] = [
    !session.declared && {
      what: 'Session never started',
      meaning: 'No client started it. It is known only from spans that name it, so its own record carries no ids.',
    },
    session.error !== null && { what: 'Session ended with an error', meaning: session.error },
    missing > 0 && {
      what: `${formatCounted(missing, 'parent')} never received`,
      meaning:
        'Their children hang under a stand-in. Look for spans that were sampled out, filtered, or still open when the process ended.',
    },
    cycles.length > 0 && {
      what: formatCounted(cycles.length, 'parent cycle'),
      meaning: 'Spans that name each other as parents. Each cycle is cut open before its earliest span.',
    },
    selfParents.length > 0 && {
      what: `${formatCounted(selfParents.length, 'span')} with itself as parent`,
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
    tree.skewed > 0 && {
      what: `Clock skew on ${formatCounted(tree.skewed, 'span')}`,
      meaning:
        'They start more than a second before their parent, or end before they start. Do not compare times between machines here.',
    },
  ];
  return found.filter((oddity) => oddity !== false);
}
