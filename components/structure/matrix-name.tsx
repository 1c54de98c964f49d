import { Ghost, Repeat } from 'lucide-react';
import Link from 'next/link';
import { CompareGlyph } from '@/components/compare/compare-glyph';
import { StateGlyph } from '@/components/state/state-glyph';
import { SpanName } from '@/components/trace-tree/span-name';
import { Badge } from '@/components/ui/badge';
import type { TreeNodeDto } from '@/lib/contracts/structure';
import { sessionPath } from '@/lib/query/paths';

interface MatrixNameProps {
  readonly project: string;
  readonly node: TreeNodeDto;
}

/** What a node is called, what is special about it, and the way to a span of it. */
export function MatrixName({ project, node }: MatrixNameProps) {
  const example = node.run?.example ?? node.base?.example ?? null;
  return (
    <>
      {example === null ? (
        <Spanless label={node.label} />
      ) : (
        <Link
          href={sessionPath(project, example.sessionId, { trace: example.traceId, span: example.spanId })}
          tabIndex={-1}
          title={`${node.label}\nOpen an example`}
          className="min-w-6 truncate text-ink no-underline hover:text-accent-text hover:underline"
        >
          <SpanName name={node.label} />
        </Link>
      )}
      {node.repeats && (
        <Badge className="ml-1.5" title="A loop: spans of this step stand directly below each other">
          <Repeat aria-hidden />
          loop
        </Badge>
      )}
      <StatusBadge node={node} />
    </>
  );
}

/** A parent that the runs have no span of. */
function Spanless({ label }: { readonly label: string }) {
  const isGhost = label === UNKNOWN_LABEL;
  return (
    <>
      <Ghost aria-hidden className="mr-1.5 size-3.5 shrink-0 text-ink-muted" />
      <span className="truncate italic text-ink-muted">
        {isGhost ? 'Parents that were never received' : <SpanName name={label} />}
      </span>
      {!isGhost && <span className="ml-1.5 shrink-0 text-xs text-ink-muted">in other sessions</span>}
    </>
  );
}

/** How lib/trace/path-signature.ts calls a parent that is not there. */
const UNKNOWN_LABEL = '?';

function StatusBadge({ node: { status, renamedFrom } }: { readonly node: TreeNodeDto }) {
  switch (status) {
    case 'same':
      return null;
    case 'new':
      return (
        <Badge tone="accent" className="ml-1.5" title="Only the candidate has it">
          <CompareGlyph shape="new-path" size={12} />
          new
        </Badge>
      );
    case 'gone':
      return (
        <Badge tone="warn" className="ml-1.5" title="Only the baseline has it">
          <CompareGlyph shape="gone-path" size={12} />
          gone
        </Badge>
      );
    case 'renamed':
      return (
        <Badge tone="outline" className="ml-1.5 min-w-0 shrink" title={`Called ${renamedFrom ?? ''} in the baseline`}>
          <StateGlyph state="renamed" size={12} className="shrink-0" />
          <span className="truncate">
            renamed from <SpanName name={renamedFrom ?? ''} />
          </span>
        </Badge>
      );
  }
}
