import { formatCounted } from '@/components/ui/format-number';

interface RetentionRulesProps {
  /** Days after the last reception; null for ever. */
  readonly days: number | null;
  /** Newest runs that stay; null for all. */
  readonly runs: number | null;
}

/** What the server removes by itself. Its environment says so, not this page. */
export function RetentionRules({ days, runs }: RetentionRulesProps) {
  return (
    <>
      <ul className="grid gap-1 text-ink">
        {days === null && runs === null && <li>Nothing is removed by itself.</li>}
        {days !== null && (
          <li>Runs, sessions and requests go {formatCounted(days, 'day')} after the last span or write for them.</li>
        )}
        {runs !== null && <li>Of each project the newest {formatCounted(runs, 'run')} stay, the others go.</li>}
      </ul>
      <p className="mt-2 text-ink-muted">
        Set with <code className="font-mono">RETENTION_DAYS</code> and <code className="font-mono">RETENTION_RUNS</code>{' '}
        where the server is started. What is removed can not be brought back.
      </p>
    </>
  );
}
