'use client';

import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { shortCommit } from '@/components/runs/short-commit';
import { Button } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-button';
import { formatCounted } from '@/components/ui/format-number';
import { RelativeTime } from '@/components/ui/relative-time';
import { Skeleton } from '@/components/ui/skeleton';
import type { ComparedRun } from '@/lib/contracts/compare';
import type { RunDetail } from '@/lib/contracts/runs';
import { runPath } from '@/lib/query/paths';
import { runDetailOptions } from '@/lib/query/runs';
import { visibleText } from '@/lib/trace/visible-text';
import { RunPicker } from './run-picker';
import { shortId } from './short-id';
import { SideLetter } from './side-letter';

interface RunCardProps {
  readonly project: string;
  readonly letter: string;
  readonly runId: string;
  /** What the comparison says of the run. */
  readonly known: ComparedRun | undefined;
  /** True while a comparison may still tell. When none does, the run is asked for itself. */
  readonly isAsking: boolean;
  /** Runs of the comparison and their letters. */
  readonly letters: ReadonlyMap<string, string>;
  /** Runs that cannot be chosen instead. */
  readonly isTaken?: (runId: string) => boolean;
  readonly onPick: (runId: string) => void;
  readonly onRemove?: () => void;
}

type RunFacts = Pick<
  ComparedRun,
  'name' | 'createdAt' | 'client' | 'commit' | 'contracts' | 'sessions' | 'spans' | 'unsettledSessions'
>;

/** One side of the comparison: which run it is, and a way to take another one. */
export function RunCard({ project, letter, runId, known, isAsking, letters, isTaken, onPick, onRemove }: RunCardProps) {
  const alone = useQuery({ ...runDetailOptions(project, runId), enabled: known === undefined && !isAsking });
  const facts = known ?? (alone.data === undefined ? undefined : factsOf(alone.data));
  const role = letter === 'A' ? 'Baseline' : 'Candidate';
  return (
    <section
      aria-label={`${letter}, ${role.toLowerCase()}`}
      className="min-w-0 rounded-lg border border-line bg-surface shadow-card"
    >
      <header className="flex items-center gap-2 border-b border-line py-1.5 pl-3 pr-1.5">
        <SideLetter letter={letter} />
        <h2 className="mr-auto text-xs font-medium text-ink-muted">{role}</h2>
        <RunPicker
          project={project}
          variant="ghost"
          title={letter === 'A' ? 'Choose another baseline' : `Choose another candidate ${letter}`}
          letters={letters}
          isTaken={(run) => run === runId || isTaken?.(run) === true}
          onPick={onPick}
        >
          Change <span className="sr-only">{letter}</span>
        </RunPicker>
        {onRemove !== undefined && (
          <Button
            variant="ghost"
            size="icon-sm"
            aria-label={`Remove ${letter}`}
            title={`Remove ${letter}`}
            onClick={onRemove}
          >
            <X aria-hidden />
          </Button>
        )}
      </header>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-1.5 px-3 py-2.5">
        <p className="flex min-w-0 items-center gap-1">
          <Link
            href={runPath(project, runId)}
            title={facts?.name ?? runId}
            className="min-w-0 truncate text-sm font-medium text-ink no-underline hover:text-accent-text hover:underline"
          >
            {visibleText(facts === undefined ? runId : (facts.name ?? 'Unnamed run'))}
          </Link>
          <span className="ml-auto inline-flex min-w-0 max-w-1/2 shrink-0 items-center text-ink-muted">
            <code className="truncate font-mono text-xs" title={runId}>
              {shortId(runId)}
            </code>
            <CopyButton text={runId} what={`run id of ${letter}`} />
          </span>
        </p>
        {facts !== undefined ? (
          <Facts facts={facts} />
        ) : alone.error !== null ? (
          <p role="alert" className="text-state-missing [overflow-wrap:anywhere]">
            {alone.error.message}
          </p>
        ) : (
          <>
            <Skeleton className="w-3/4" />
            <Skeleton className="w-1/2" />
          </>
        )}
      </div>
    </section>
  );
}

function factsOf({ contract, ...run }: RunDetail): RunFacts {
  return { ...run, contracts: [contract] };
}

function Facts({ facts }: { readonly facts: RunFacts }) {
  const { client, commit, contracts } = facts;
  return (
    <dl className="flex flex-wrap gap-x-4 gap-y-1 text-xs">
      <Fact label="Started">
        <RelativeTime iso={facts.createdAt} />
      </Fact>
      <Fact label="Client">{client === null ? 'unknown' : visibleText(`${client.name} ${client.version}`)}</Fact>
      <Fact label="Commit">
        {commit === null ? (
          'not told'
        ) : (
          <code className="font-mono" title={commit}>
            {visibleText(shortCommit(commit))}
          </code>
        )}
      </Fact>
      <Fact label={contracts.length > 1 ? 'Contracts' : 'Contract'}>
        <span className="font-mono">{visibleText(contracts.join(', ')) || 'none'}</span>
      </Fact>
      <Fact label="Size">
        {formatCounted(facts.sessions, 'session')}, {formatCounted(facts.spans, 'span')}
        {facts.unsettledSessions > 0 && `; ${facts.unsettledSessions} still settling`}
      </Fact>
    </dl>
  );
}

function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className="flex min-w-0 gap-1.5">
      <dt className="text-ink-muted">{label}</dt>
      <dd className="min-w-0 truncate text-ink">{children}</dd>
    </div>
  );
}
