import { StateGlyph } from '@/components/state/state-glyph';
import { formatCounted } from '@/components/ui/format-number';

/** Datapoints the client announced and of which nothing came: rows of their own, not an absence. */
export function AbsentDatapoints({ ids }: { readonly ids: readonly string[] }) {
  return (
    <section aria-label="Absent datapoints" className="border-t border-line px-4 py-3">
      <h3 className="flex items-center gap-1.5 text-sm font-medium text-state-missing">
        <StateGlyph state="missing" />
        {formatCounted(ids.length, 'announced datapoint')} without a session
      </h3>
      <p className="mt-0.5 text-xs text-ink-muted">
        The client announced them when it started the run, and no session names them. It may still be working, or it
        failed before it could say so: look in its log.
      </p>
      <ul className="mt-2 flex flex-wrap gap-x-4 gap-y-1 font-mono text-xs text-ink">
        {ids.map((id) => (
          <li key={id} className="[overflow-wrap:anywhere]">
            {id}
          </li>
        ))}
      </ul>
    </section>
  );
}
