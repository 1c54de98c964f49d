'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useId, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog, DialogClose, DialogContent } from '@/components/ui/dialog';
import { Select } from '@/components/ui/select';
import { patchProject } from '@/lib/query/projects';

type TableSetting = 'routing' | 'contract';

interface SettingWords {
  readonly title: string;
  readonly meaning: string;
  /** What a change does, for the confirmation. */
  readonly effect: string;
}

const SETTINGS: Readonly<Record<TableSetting, SettingWords>> = {
  routing: {
    title: 'Routing table',
    meaning: 'How this server stores what it receives for the project, like a backend would.',
    effect: 'Spans that arrive from now on are stored by the new table. What is stored already stays as it is.',
  },
  contract: {
    title: 'Contract',
    meaning: 'What the project is judged by: where every sent key should have been stored.',
    effect: 'Everything the project has is judged anew, so counts and findings of old runs may change.',
  },
};

interface TableChoiceProps {
  readonly project: string;
  readonly setting: TableSetting;
  readonly current: string;
  readonly tables: readonly { readonly name: string; readonly description: string }[];
}

/** Chooses one of the project's two tables; asks before it changes anything. */
export function TableChoice({ project, setting, current, tables }: TableChoiceProps) {
  const router = useRouter();
  const queryClient = useQueryClient();
  const [chosen, setChosen] = useState(current);
  const [isAsking, setIsAsking] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  const words = SETTINGS[setting];
  const description = tables.find((table) => table.name === chosen)?.description;

  const change = useMutation({
    mutationFn: () => patchProject(project, { [setting]: chosen }),
    onSuccess: async () => {
      setIsAsking(false);
      await queryClient.invalidateQueries();
      router.refresh();
    },
  });

  return (
    <div className="grid content-start gap-2">
      <label htmlFor={id} className="font-medium text-ink">
        {words.title}
      </label>
      <p id={`${id}-meaning`} className="text-ink-muted">
        {words.meaning}
      </p>
      <div className="flex flex-wrap gap-2">
        <Select
          id={id}
          aria-describedby={`${id}-meaning`}
          value={chosen}
          onChange={(event) => setChosen(event.target.value)}
          className="w-52 font-mono"
        >
          {tables.map(({ name }) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </Select>
        <Button ref={button} disabled={chosen === current} onClick={() => setIsAsking(true)}>
          Change…
        </Button>
      </div>
      {description !== undefined && <p className="text-xs text-ink-muted">{description}</p>}
      <p role="status" className="text-xs text-state-good empty:hidden">
        {change.isSuccess && chosen === current && `Saved: ${words.title.toLowerCase()} is ${current}.`}
      </p>
      <Dialog open={isAsking} onOpenChange={setIsAsking}>
        <DialogContent
          title={`Change the ${words.title.toLowerCase()} of ${project} from ${current} to ${chosen}?`}
          description={words.effect}
          focusAfterwards={button}
        >
          {change.isError && (
            <p role="alert" className="mb-3 text-state-missing">
              Not changed: {change.error.message}
            </p>
          )}
          <div className="flex justify-end gap-2">
            <DialogClose asChild>
              <Button>Keep {current}</Button>
            </DialogClose>
            <Button variant="primary" disabled={change.isPending} onClick={() => change.mutate()}>
              {change.isPending ? 'Changing…' : `Change to ${chosen}`}
            </Button>
          </div>
        </DialogContent>
      </Dialog>
    </div>
  );
}
