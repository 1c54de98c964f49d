'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { Button } from '@/components/ui/button';
import { fieldStyle, Input } from '@/components/ui/input';
import type { SnapshotLink } from '@/lib/contracts/snapshots';
import { createSnapshot, snapshotListOptions } from '@/lib/query/snapshots';
import { EXPIRY_DEFAULT_DAYS } from './expiry-choices';
import { ExpirySelect } from './expiry-select';
import { patternsProblem, redactionPatterns } from './redaction-patterns';
import { SharePreview } from './share-preview';

const TITLE_MAX = 200;

interface ShareFormProps {
  readonly project: string;
  readonly base: string;
  readonly run: string;
  readonly onShared: (link: SnapshotLink) => void;
}

/** What is shared, for how long, and what of it is not shown. */
export function ShareForm({ project, base, run, onShared }: ShareFormProps) {
  const queryClient = useQueryClient();
  const id = useId();
  const [title, setTitle] = useState('');
  const [days, setDays] = useState<number | null>(EXPIRY_DEFAULT_DAYS);
  const [patternText, setPatternText] = useState('');
  /** Patterns that are previewed; null before the first preview. */
  const [previewed, setPreviewed] = useState<readonly string[] | null>(null);
  const patterns = redactionPatterns(patternText);
  const problem = patternsProblem(patterns);

  const sharing = useMutation({
    mutationFn: () =>
      createSnapshot(project, { base, run, redact: patterns, title: title.trim() || undefined, expiresInDays: days }),
    onSuccess: (link) => {
      void queryClient.invalidateQueries({ queryKey: snapshotListOptions(project).queryKey });
      onShared(link);
    },
  });

  function share(event: FormEvent) {
    event.preventDefault();
    if (problem === null && !sharing.isPending) sharing.mutate();
  }

  return (
    <form onSubmit={share} className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4 sm:grid-cols-[minmax(0,1fr)_9rem]">
        <div className="grid gap-1">
          <label htmlFor={`${id}-title`} className="font-medium text-ink">
            Title
          </label>
          <Input
            id={`${id}-title`}
            value={title}
            maxLength={TITLE_MAX}
            placeholder="Says what went missing, unless you name it"
            onChange={(event) => setTitle(event.target.value)}
          />
        </div>
        <div className="grid gap-1">
          <label htmlFor={`${id}-expiry`} className="font-medium text-ink">
            Expires after
          </label>
          <ExpirySelect id={`${id}-expiry`} days={days} onChoose={(next) => next !== undefined && setDays(next)} />
        </div>
      </div>
      <div className="grid gap-1">
        <label htmlFor={`${id}-redact`} className="font-medium text-ink">
          Keys whose values are not shown
        </label>
        <p id={`${id}-hint`} className="text-xs text-ink-muted">
          One a line; <code className="font-mono">*</code> stands for any text, as in{' '}
          <code className="font-mono">gen_ai.*</code>. What looks like a secret is replaced anyway.
        </p>
        <textarea
          id={`${id}-redact`}
          rows={2}
          value={patternText}
          spellCheck={false}
          autoComplete="off"
          aria-describedby={`${id}-hint ${id}-problem`}
          aria-invalid={problem !== null}
          onChange={(event) => setPatternText(event.target.value)}
          className={`${fieldStyle} h-auto min-h-14 w-full resize-y py-1.5 font-mono text-xs`}
        />
        <p id={`${id}-problem`} role="alert" className="text-xs text-state-missing empty:hidden">
          {problem}
        </p>
      </div>
      {previewed !== null && (
        <SharePreview
          project={project}
          wish={{ base, run, redact: previewed }}
          isOutdated={previewed.join('\n') !== patterns.join('\n')}
        />
      )}
      {sharing.isError && (
        <p role="alert" className="text-state-missing [overflow-wrap:anywhere]">
          Not shared: {sharing.error.message}
        </p>
      )}
      <div className="flex flex-wrap justify-end gap-2">
        <Button disabled={problem !== null} onClick={() => setPreviewed(patterns)}>
          Preview
        </Button>
        <Button type="submit" variant="primary" aria-disabled={problem !== null || sharing.isPending}>
          {sharing.isPending ? 'Creating…' : 'Create link'}
        </Button>
      </div>
    </form>
  );
}
