import { StateGlyph } from '@/components/state/state-glyph';
import { formatCount, formatCounted } from '@/components/ui/format-number';
import type { RunDetail } from '@/lib/contracts/runs';

/** Sessions that the client names as the run's and of which nothing is known here; nothing when all are. */
export function AbsentSessions({ run: { namedSessions } }: { readonly run: Pick<RunDetail, 'namedSessions'> }) {
  const { named, absent, absentIds } = namedSessions;
  if (absent === 0) return null;
  return (
    <details className="rounded-md bg-state-missing-wash px-3 py-2 text-sm text-state-missing">
      <summary className="cursor-pointer">
        <StateGlyph state="missing" className="mr-1.5 inline align-[-2px]" />
        {formatCount(absent)} of {formatCounted(named, 'session')} named by the client never arrived
      </summary>
      <p className="mt-2 max-w-4xl text-ink">
        The client lists them among the run’s event_ids, and neither a session start nor a span with their id was
        received. Look for refused requests and for a second address in the client’s settings.
      </p>
      <ul className="mt-2 flex flex-wrap gap-x-4 gap-y-1 font-mono text-xs text-ink">
        {absentIds.map((id) => (
          <li key={id} className="[overflow-wrap:anywhere]">
            {id}
          </li>
        ))}
        {absent > absentIds.length && (
          <li className="text-ink-muted">and {formatCount(absent - absentIds.length)} more</li>
        )}
      </ul>
    </details>
  );
}
