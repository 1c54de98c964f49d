import { JsonView } from '@/components/span-detail/json-view';
import { Badge } from '@/components/ui/badge';
import { Card } from '@/components/ui/card';
import type { SessionSummary } from '@/lib/contracts/sessions';
import { memberText } from './member-text';

/** What went into the datapoint, what came out, what was expected, and how it scored. */
export function DatapointRecord({ session }: { readonly session: SessionSummary }) {
  const expected = memberText(session.feedback, 'ground_truth');
  const scores = Object.entries(session.scores);
  return (
    <Card aria-label="Inputs, outputs and scores" className="p-3">
      <div className="grid grid-cols-[minmax(0,1fr)] gap-3 md:grid-cols-2 lg:grid-cols-3">
        <JsonView json={session.inputs} label="Inputs" size="short" />
        <JsonView json={session.outputs} label="Outputs" size="short" />
        {expected === null ? (
          <p className="rounded-lg border border-dashed border-line px-3 py-2 text-xs text-ink-muted">
            No expected output: the dataset has no <code className="font-mono">ground_truth</code> for this datapoint.
          </p>
        ) : (
          <JsonView json={expected} label="Expected" size="short" />
        )}
      </div>
      <div className="mt-3 flex flex-wrap items-center gap-2 px-1">
        <h2 className="text-xs text-ink-muted">Scores</h2>
        {scores.length === 0 && <span className="text-xs text-ink-muted">none reported</span>}
        {scores.map(([name, value]) => (
          <Badge key={name} className="max-w-full font-normal">
            <span className="truncate">{name}</span>
            <span className="font-mono text-ink">{String(value)}</span>
          </Badge>
        ))}
      </div>
    </Card>
  );
}
