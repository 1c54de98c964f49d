'use client';

import { type FormEvent, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/input';
import { ATTRIBUTION_KEYS } from '@/lib/domain/attribution-keys';
import { HISTORY_TEXT_MAX } from './keys-params';

const ATTRIBUTION_NAMES = ATTRIBUTION_KEYS.map(({ name }) => name);

interface KeyPickerProps {
  readonly value: string;
  readonly onPick: (key: string) => void;
}

/** The attribution keys at a press; any sent key by its name. */
export function KeyPicker({ value, onPick }: KeyPickerProps) {
  const sentKey = ATTRIBUTION_NAMES.includes(value) ? '' : value;
  return (
    <div className="flex flex-wrap items-center gap-2">
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a frame, and this is no form. */}
      <div role="group" aria-label="Attribution keys" className="flex flex-wrap gap-1">
        {ATTRIBUTION_NAMES.map((name) => (
          <Button
            key={name}
            variant={name === value ? 'primary' : 'outline'}
            aria-pressed={name === value}
            onClick={() => onPick(name)}
            className="font-mono text-xs"
          >
            {name}
          </Button>
        ))}
      </div>
      <SentKeyForm key={sentKey} value={sentKey} onPick={onPick} />
    </div>
  );
}

/** Keyed by its value: what the address says wins over what was typed. */
function SentKeyForm({ value, onPick }: KeyPickerProps) {
  const [text, setText] = useState(value);
  function submit(event: FormEvent) {
    event.preventDefault();
    if (text.trim() !== '') onPick(text.trim());
  }
  return (
    <form onSubmit={submit} className="flex min-w-0 grow gap-1 sm:w-84 sm:grow-0">
      <Input
        aria-label="Sent key"
        placeholder="or a sent key, e.g. honeyhive_error"
        maxLength={HISTORY_TEXT_MAX}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        value={text}
        onChange={(event) => setText(event.target.value)}
        className="grow font-mono text-xs"
      />
      <Button type="submit">Show</Button>
    </form>
  );
}
