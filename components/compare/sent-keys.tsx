'use client';

import { Button } from '@/components/ui/button';
import { Card, CardHeader, CardTitle } from '@/components/ui/card';
import { formatCount, formatCounted } from '@/components/ui/format-number';
import type { ComparisonDto } from '@/lib/contracts/compare';
import { isRemarkable } from './key-counters';
import { KeyTable } from './key-table';
import { useCompareView } from './use-compare-view';

interface SentKeysProps {
  readonly comparison: ComparisonDto;
  readonly letter: string;
}

/** The keys that clients sent: those that differ or were lost, and all others behind a button. */
export function SentKeys({ comparison: { sentKeys, sentKeyCount }, letter }: SentKeysProps) {
  const { view, setView } = useCompareView();
  const remarkable = sentKeys.filter(isRemarkable);
  const rest = sentKeys.length - remarkable.length;
  const isAll = view.all === true;
  const shown = isAll ? sentKeys : remarkable;
  const left = sentKeyCount - sentKeys.length;
  return (
    <Card aria-label="Sent keys">
      <CardHeader>
        <CardTitle>Sent keys, A against {letter}</CardTitle>
        <span className="text-xs text-ink-muted">
          {formatCounted(sentKeyCount, 'key')}, {formatCount(remarkable.length)} with a difference or a loss
        </span>
      </CardHeader>
      {shown.length > 0 && <KeyTable caption={`Sent keys, A against ${letter}`} keys={shown} letter={letter} isSent />}
      {(rest > 0 || left > 0) && (
        <div className="flex min-h-11 flex-wrap items-center justify-between gap-x-3 gap-y-1 px-4 py-1.5 text-xs text-ink-muted [div+&]:border-t [div+&]:border-line">
          <span>
            {rest > 0 && `${formatCounted(rest, 'key')} preserved in both runs wherever they were sent. `}
            {left > 0 && `${formatCounted(left, 'more key')} without a graver difference not listed.`}
          </span>
          {rest > 0 && (
            <Button size="sm" onClick={() => setView({ all: isAll ? null : true })}>
              {isAll
                ? `Hide ${formatCount(rest)} without a loss`
                : `Show ${formatCount(rest)} ${remarkable.length === 0 ? 'keys' : 'more'}`}
            </Button>
          )}
        </div>
      )}
      {sentKeyCount === 0 && <p className="px-4 py-3 text-ink-muted">Neither run sent a key that was judged.</p>}
    </Card>
  );
}
