import { Package, X } from 'lucide-react';
import { JsonView } from '@/components/span-detail/json-view';
import { SpanName } from '@/components/trace-tree/span-name';
import { Button } from '@/components/ui/button';
import { CopyableId } from '@/components/ui/copyable-id';
import { KeyValueList } from '@/components/ui/key-value-list';
import type { SessionSummary } from '@/lib/contracts/sessions';
import { NeverStartedBadge } from './never-started-badge';

interface SessionRecordProps {
  readonly session: SessionSummary;
  readonly onClose: () => void;
}

/** The session's own record: where its spans' ids are expected to come from. */
export function SessionRecord({ session, onClose }: SessionRecordProps) {
  const scores = Object.entries(session.scores);
  return (
    <article aria-label="Session record" className="min-w-0">
      <header className="sticky top-0 z-10 flex items-start gap-2 border-b border-line bg-surface py-3 pl-4 pr-2">
        <Package aria-hidden className="mt-1 size-3.5 shrink-0 text-ink-muted" />
        <div className="min-w-0 grow">
          <h2 className="text-base font-semibold [overflow-wrap:anywhere]">
            <SpanName name={session.name} />
          </h2>
          <div className="mt-0.5 flex flex-wrap items-center gap-x-3 text-xs text-ink-muted">
            <CopyableId id={session.sessionId} what="session id" />
            {session.declared ? <span>session record</span> : <NeverStartedBadge />}
          </div>
        </div>
        <Button variant="ghost" size="icon" aria-label="Close session record" onClick={onClose}>
          <X aria-hidden />
        </Button>
      </header>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4 px-4 pb-6 pt-4">
        <section>
          <h3 className="font-semibold">Ids on the record</h3>
          <KeyValueList
            className="mt-2"
            items={session.keys.map((key) => ({
              label: key,
              value: Object.hasOwn(session.ownKeys, key) ? (
                <CopyableId id={session.ownKeys[key] ?? ''} what={key} className="-my-1 max-w-full text-ink" />
              ) : (
                <span className="text-ink-muted">not on the record</span>
              ),
            }))}
          />
        </section>
        {scores.length > 0 && (
          <section>
            <h3 className="font-semibold">Scores</h3>
            <KeyValueList className="mt-2" items={scores.map(([label, value]) => ({ label, value: String(value) }))} />
          </section>
        )}
        <JsonView json={session.inputs} label="Inputs" />
        <JsonView json={session.outputs} label="Outputs" />
        <JsonView json={session.feedback} label="Feedback" />
        <JsonView json={session.metadata} label="Metadata" />
      </div>
    </article>
  );
}
