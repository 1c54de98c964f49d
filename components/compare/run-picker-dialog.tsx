'use client';

import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { type KeyboardEvent, type RefObject, useEffect, useId, useState } from 'react';
import { Button } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { Dialog, DialogContent } from '@/components/ui/dialog';
import { formatCounted } from '@/components/ui/format-number';
import { fieldStyle } from '@/components/ui/input';
import { RelativeTime } from '@/components/ui/relative-time';
import { RowsSkeleton } from '@/components/ui/rows-skeleton';
import type { RunSummary } from '@/lib/contracts/runs';
import { runListOptions } from '@/lib/query/runs';
import { visibleText } from '@/lib/trace/visible-text';
import type { RunChoice } from './run-choice';
import { shortId } from './short-id';
import { SideLetter } from './side-letter';

const TYPING_PAUSE_MS = 250;

interface RunPickerDialogProps extends RunChoice {
  readonly onClose: () => void;
  readonly focusAfterwards: RefObject<HTMLElement | null>;
}

/** The runs of a project, newest first, to search and choose one from: a combobox whose list is always open. */
export function RunPickerDialog({ title, onClose, focusAfterwards, ...choice }: RunPickerDialogProps) {
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent title={title} focusAfterwards={focusAfterwards}>
        <RunSearch
          {...choice}
          onPick={(runId) => {
            choice.onPick(runId);
            onClose();
          }}
        />
      </DialogContent>
    </Dialog>
  );
}

function RunSearch({ project, letters, isTaken = () => false, onPick }: Omit<RunChoice, 'title'>) {
  const [text, setText] = useState('');
  const q = useSettled(text.trim(), TYPING_PAUSE_MS);
  const [active, setActive] = useState(0);
  const id = useId();
  const list = useInfiniteQuery({ ...runListOptions(project, { q }), placeholderData: keepPreviousData });
  const runs = list.data?.pages.flatMap((page) => page.runs) ?? [];
  const activeIndex = Math.min(active, runs.length - 1);
  const activeRun = runs[activeIndex];
  const optionId = (index: number) => `${id}-${index}`;

  useEffect(() => {
    document.getElementById(`${id}-${activeIndex}`)?.scrollIntoView?.({ block: 'nearest' });
  }, [id, activeIndex]);

  function onKeyDown(event: KeyboardEvent) {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 }[event.key];
    if (step !== undefined) setActive(Math.max(0, Math.min(runs.length - 1, activeIndex + step)));
    else if (event.key !== 'Enter') return;
    // What is listed may still be the answer to what was typed before.
    else if (activeRun !== undefined && !isTaken(activeRun.runId) && !list.isPlaceholderData) onPick(activeRun.runId);
    event.preventDefault();
  }

  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <input
        type="text"
        role="combobox"
        aria-label="Search runs"
        aria-expanded={runs.length > 0}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={activeRun === undefined ? undefined : optionId(activeIndex)}
        autoComplete="off"
        spellCheck={false}
        maxLength={200}
        placeholder="Name, id, dataset or client version"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
        className={classNames(fieldStyle, 'w-full')}
      />
      {list.data === undefined ? (
        list.error === null ? (
          <RowsSkeleton label="Loading the runs" />
        ) : (
          <p role="alert" className="text-state-missing">
            The runs could not be loaded: {list.error.message}
          </p>
        )
      ) : (
        <>
          <div
            id={`${id}-list`}
            role="listbox"
            aria-label="Runs"
            aria-busy={list.isPlaceholderData}
            className={classNames('-mx-2 max-h-[46vh] overflow-y-auto', list.isPlaceholderData && 'opacity-60')}
          >
            {runs.map((run, index) => (
              <button
                key={run.runId}
                id={optionId(index)}
                type="button"
                role="option"
                tabIndex={-1}
                aria-selected={index === activeIndex}
                aria-disabled={isTaken(run.runId)}
                onClick={() => !isTaken(run.runId) && onPick(run.runId)}
                onPointerMove={() => setActive(index)}
                className={classNames(
                  'flex w-full cursor-pointer items-center gap-3 rounded-md px-2 py-1.5 text-left aria-disabled:cursor-default',
                  index === activeIndex && 'bg-hover',
                )}
              >
                <RunOption run={run} letter={letters.get(run.runId)} isTaken={isTaken(run.runId)} />
              </button>
            ))}
          </div>
          <div className="flex min-h-7 items-center justify-between gap-3 text-xs text-ink-muted">
            <p role="status">
              {runs.length === 0
                ? q === ''
                  ? 'This project has no runs yet.'
                  : `No run matches “${q}”.`
                : formatCounted(runs.length, 'run')}
              {list.hasNextPage && ' shown; search to find older ones'}
            </p>
            {list.hasNextPage && (
              <Button size="sm" disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
                {list.isFetchingNextPage ? 'Loading…' : 'Load more'}
              </Button>
            )}
          </div>
        </>
      )}
    </div>
  );
}

interface RunOptionProps {
  readonly run: RunSummary;
  readonly letter: string | undefined;
  readonly isTaken: boolean;
}

function RunOption({ run, letter, isTaken }: RunOptionProps) {
  return (
    <>
      <span className="min-w-0 grow">
        <span className={classNames('block truncate font-medium', isTaken ? 'text-ink-muted' : 'text-ink')}>
          {visibleText(run.name ?? 'Unnamed run')}
        </span>
        <span className="block truncate text-xs text-ink-muted">
          <span className="font-mono">{shortId(run.runId)}</span> · <RelativeTime iso={run.createdAt} />
          {run.client !== null && visibleText(` · ${run.client.name} ${run.client.version}`)}
          {run.datasetId !== null && visibleText(` · ${run.datasetId}`)}
        </span>
      </span>
      {letter !== undefined && <SideLetter letter={letter} />}
    </>
  );
}

/** The value once it has stayed the same for so long. */
function useSettled(value: string, pauseMs: number): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    if (value === settled) return;
    const timer = setTimeout(() => setSettled(value), pauseMs);
    return () => clearTimeout(timer);
  }, [value, settled, pauseMs]);
  return settled;
}
