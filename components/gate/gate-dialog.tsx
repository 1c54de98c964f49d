'use client';

import { type RefObject, useId, useState } from 'react';
import { CodeBlock } from '@/components/ui/code-block';
import { Dialog, DialogContent } from '@/components/ui/dialog';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import type { RunSummary } from '@/lib/contracts/runs';
import type { KeyShare } from '@/lib/domain/comparison';
import { type FailOn, needsBaseline } from '@/lib/gate/conditions';
import { attributionShare } from '@/lib/gate/evaluate-gate';
import { gateCommand, gateWorkflow } from '@/lib/gate/gate-file';
import { parseThreshold, type Threshold } from '@/lib/gate/parse-threshold';
import { formatPortion } from '@/lib/report/format-numbers';
import { presetShare } from './preset-share';

interface GateDialogProps {
  readonly project: string;
  readonly run: Pick<RunSummary, 'runId' | 'attribution'>;
  onClose(): void;
  readonly focusAfterwards: RefObject<HTMLElement | null>;
}

/** Open as long as it is there. */
export function GateDialog({ project, run, onClose, focusAfterwards }: GateDialogProps) {
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        title="Gate in CI"
        description="Fails a build whose run loses more attributes than this. Thresholds begin at what this run reaches."
        focusAfterwards={focusAfterwards}
        className="max-w-3xl"
      >
        <GateForm project={project} run={run} />
      </DialogContent>
    </Dialog>
  );
}

const FAIL_ON_LABELS: readonly (readonly [failOn: FailOn, label: string])[] = [
  ['new', 'Any regression'],
  ['confirmed', 'A confirmed regression'],
  ['any', 'Any loss in the run'],
  ['none', 'Nothing but the shares'],
];

type Baseline = 'baseline' | 'none';

function GateForm({ project, run }: Pick<GateDialogProps, 'project' | 'run'>) {
  const id = useId();
  const keys = Object.entries(run.attribution).map(([key, counts]) => ({ key, share: attributionShare(counts) }));
  const [shares, setShares] = useState<ReadonlyMap<string, string>>(
    () => new Map(keys.map(({ key, share }) => [key, presetShare(share)])),
  );
  const [baseline, setBaseline] = useState<Baseline>('baseline');
  const [wished, setWished] = useState<FailOn>('new');
  const hasBaseline = baseline === 'baseline';
  const failOn = !hasBaseline && needsBaseline(wished) ? 'none' : wished;
  const choices = {
    server: window.location.origin,
    project,
    baseline: hasBaseline ? baseline : null,
    conditions: {
      thresholds: keys.flatMap(({ key }) => thresholdOf(key, shares.get(key) ?? '') ?? []),
      failOn,
      maxLost: null,
    },
  };
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <fieldset className="min-w-0">
        <legend className="mb-1.5 font-medium text-ink">Least share of spans that carry the key, in %</legend>
        <div className="flex flex-wrap gap-x-5 gap-y-3">
          {keys.map(({ key, share }) => (
            <ShareField
              key={key}
              name={key}
              share={share}
              text={shares.get(key) ?? ''}
              onText={(text) => setShares(new Map(shares).set(key, text))}
            />
          ))}
        </div>
      </fieldset>
      <div className="flex flex-wrap gap-x-5 gap-y-3">
        <div className="grid min-w-0 gap-1">
          <label htmlFor={`${id}-baseline`} className="font-medium text-ink">
            Compare with
          </label>
          <Select
            id={`${id}-baseline`}
            value={baseline}
            onChange={({ target }) => setBaseline(target.value as Baseline)}
            className="w-72 max-w-full"
          >
            <option value="baseline">The baseline, pinned or latest passing</option>
            <option value="none">Nothing</option>
          </Select>
        </div>
        <div className="grid min-w-0 gap-1">
          <label htmlFor={`${id}-fail-on`} className="font-medium text-ink">
            Also fail on
          </label>
          <Select
            id={`${id}-fail-on`}
            value={failOn}
            onChange={({ target }) => setWished(target.value as FailOn)}
            className="w-60 max-w-full"
          >
            {FAIL_ON_LABELS.map(([value, label]) => (
              <option key={value} value={value} disabled={!hasBaseline && needsBaseline(value)}>
                {label}
              </option>
            ))}
          </Select>
        </div>
      </div>
      <CodeBlock label="Command for this run" code={gateCommand({ ...choices, run: run.runId })} />
      <CodeBlock label=".github/workflows/attribution.yml" code={gateWorkflow({ ...choices, run: 'latest' })} />
      <p className="text-xs text-ink-muted">
        The command exits with 0 when the gate passes, 1 when it fails, 2 when a flag is no use, and 3 when the server
        does not answer or the run is not over in time.
      </p>
    </div>
  );
}

interface ShareFieldProps {
  /** An attribution key. */
  readonly name: string;
  /** What the run reaches. */
  readonly share: KeyShare;
  readonly text: string;
  readonly onText: (text: string) => void;
}

function ShareField({ name, share, text, onText }: ShareFieldProps) {
  const id = useId();
  const isWrong = text !== '' && thresholdOf(name, text) === null;
  const now = share.judged === 0 ? 'on no span' : formatPortion(share);
  return (
    <div className="grid min-w-0 gap-1">
      <label htmlFor={id} className="truncate font-mono text-xs text-ink">
        {name}
      </label>
      <Input
        id={id}
        inputMode="decimal"
        placeholder="none"
        value={text}
        aria-invalid={isWrong}
        aria-describedby={`${id}-now`}
        onChange={({ target }) => onText(target.value.trim())}
        className="w-32 aria-invalid:border-state-missing"
      />
      <p id={`${id}-now`} className="text-xs text-ink-muted">
        {isWrong ? 'Left out: give 0 to 100' : `now ${now}`}
      </p>
    </div>
  );
}

/** null for what is no share, and for none. */
function thresholdOf(key: string, percent: string): Threshold | null {
  try {
    return parseThreshold(`${key}=${percent}%`);
  } catch {
    return null;
  }
}
