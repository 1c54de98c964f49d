'use client';

import { Card, CardHeader, CardTitle } from '@/components/ui/card';
import type { ComparisonDto } from '@/lib/contracts/compare';
import { attributionKeys } from './attribution-keys';
import type { Candidate } from './candidate';
import { CandidateTable } from './candidate-table';
import { ChangedCells } from './changed-cells';
import { differs } from './key-counters';
import { KeyTable } from './key-table';
import { NothingChanged } from './nothing-changed';
import { SentKeys } from './sent-keys';

interface ComparisonSummaryProps {
  readonly project: string;
  readonly shown: Candidate & { readonly comparison: ComparisonDto };
  readonly candidates: readonly Candidate[];
}

/** Numbers by key, and under them what changed where. */
export function ComparisonSummary({ project, shown, candidates }: ComparisonSummaryProps) {
  const { comparison, letter } = shown;
  const keys = attributionKeys(comparison);
  const isSame = !keys.some(differs) && !comparison.sentKeys.some(differs);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      {candidates.length > 1 && <CandidateTable candidates={candidates} />}
      {isSame && <NothingChanged comparison={comparison} letter={letter} />}
      <Card aria-label="Keys">
        <CardHeader>
          <CardTitle>Attribution keys, A against {letter}</CardTitle>
          <span className="text-xs text-ink-muted">shares of spans, numbers of paths</span>
        </CardHeader>
        <KeyTable caption={`Attribution keys, A against ${letter}`} keys={keys} letter={letter} isSent={false} />
      </Card>
      <SentKeys comparison={comparison} letter={letter} />
      <ChangedCells key={shown.runId} project={project} comparison={comparison} letter={letter} />
    </div>
  );
}
