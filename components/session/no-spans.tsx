import { PackageOpen } from 'lucide-react';
import Link from 'next/link';
import { EmptyState } from '@/components/ui/empty-state';
import type { SessionSummary } from '@/lib/contracts/sessions';
import { deliveriesPath } from '@/lib/query/paths';

/** A session without spans, with what to check and in which order. */
export function NoSpans({ session }: { readonly session: SessionSummary }) {
  return (
    <EmptyState icon={PackageOpen} title="The session exists, but no span of it is stored">
      <ol className="mt-2 list-decimal space-y-1 pl-5 text-left">
        {!session.settled && <li>Wait: the session was active a moment ago, and this page refreshes itself.</li>}
        <li>
          Look for{' '}
          <Link href={deliveriesPath(session.project, { show: 'refused' })} className="link">
            refused requests
          </Link>{' '}
          and into the client's log for failed exports. A client may give up after one refused request.
        </li>
        <li>Check that its OTLP exporter points here: the path is /v1/traces, on this port or on 4318.</li>
        <li>
          Check that the spans name this session in <code className="font-mono">honeyhive.session_id</code>. Spans that
          name none are listed under Sessions, by their trace id.
        </li>
      </ol>
    </EmptyState>
  );
}
