import { memo } from 'react';
import { Badge } from '@/components/ui/badge';
import type { AttributionState } from '@/lib/domain/states';
import { GlyphCells, TimeCells } from './row-cells';
import { NameCell, RowFrame, type RowFrameProps } from './row-frame';
import { SpanName } from './span-name';
import { SpanTypeIcon } from './span-type-icon';

/** What the tree shows of the session itself. */
export interface SessionRecordFacts {
  readonly name: string;
  /** False when no client ever started it. */
  readonly declared: boolean;
  /** Values on the session's own record. */
  readonly ownKeys: Readonly<Record<string, string>>;
  /** Milliseconds. */
  readonly durationMs: number | null;
}

interface SessionRowProps extends RowFrameProps {
  readonly session: SessionRecordFacts;
  readonly keys: readonly string[];
}

const ROOT_PLACE = { level: 1, posInSet: 1, setSize: 1, expanded: null } as const;

/** The session's own record: the parent of every root. */
export const SessionRow = memo(function SessionRow({ session, keys, ...frame }: SessionRowProps) {
  const states = keys.map(
    (key): AttributionState => (Object.hasOwn(session.ownKeys, key) ? 'present' : 'not-applicable'),
  );
  return (
    <RowFrame {...frame} place={ROOT_PLACE}>
      <NameCell rail={null}>
        <SpanTypeIcon type="session" className="mr-1.5" />
        <span className="min-w-12 truncate font-medium" title={session.name}>
          <SpanName name={session.name} />
        </span>
        <span className="ml-2 shrink-0 text-xs text-ink-muted">session record</span>
        {!session.declared && (
          <Badge tone="warn" className="ml-2">
            never started
          </Badge>
        )}
      </NameCell>
      <GlyphCells keys={keys} states={states} custody={undefined} />
      <TimeCells keys={keys} durationMs={session.durationMs ?? undefined} bar={null} parentBar={null} />
    </RowFrame>
  );
});
