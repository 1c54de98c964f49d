'use client';

import { useMemo, useState } from 'react';
import { Button } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { CopyButton } from '@/components/ui/copy-button';
import { indentJson } from './indent-json';

/** Beyond this, the text is laid out only when asked for: a browser takes seconds to wrap megabytes. */
const CHARACTERS_AT_ONCE = 60_000;

interface JsonViewProps {
  /** JSON text, as received. Copied as it is, indented for reading. */
  readonly json: string;
  readonly label: string;
  /** `short` scrolls from a few lines on; `tall`, the default, from a screenful on. */
  readonly size?: 'short' | 'tall';
  readonly className?: string;
}

export function JsonView({ json, label, size = 'tall', className }: JsonViewProps) {
  const [all, setAll] = useState(false);
  const text = useMemo(() => indentJson(json), [json]);
  const isCut = text.length > CHARACTERS_AT_ONCE && !all;
  return (
    <figure className={classNames('min-w-0 overflow-hidden rounded-lg border border-line', className)}>
      <figcaption className="flex h-8 items-center justify-between border-b border-line bg-well pl-3 pr-1 text-xs text-ink-muted">
        {label}
        <CopyButton text={json} what={label} />
      </figcaption>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        tabIndex={0}
        className={classNames(
          'overflow-auto whitespace-pre-wrap p-3 font-mono text-xs leading-relaxed [overflow-wrap:anywhere]',
          size === 'short' ? 'max-h-40' : 'max-h-[70vh]',
        )}
      >
        {isCut ? `${text.slice(0, CHARACTERS_AT_ONCE)}…` : text}
      </pre>
      {isCut && (
        <div className="border-t border-line p-2">
          <Button size="sm" onClick={() => setAll(true)}>
            Show all {text.length.toLocaleString('en')} characters
          </Button>
        </div>
      )}
    </figure>
  );
}
