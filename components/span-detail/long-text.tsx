'use client';

import { useState } from 'react';
import { classNames } from '@/components/ui/class-names';
import { visibleLines } from '@/lib/trace/visible-text';

interface LongTextProps {
  readonly text: string;
  /** Characters shown before the reader asks for the rest. */
  readonly limit: number;
  readonly className?: string;
}

/** Verbatim text, wrapped; only what deceives the eye is spelled out. Long text is collapsed, never cut: the rest is one click away, with its length named. */
export function LongText({ text, limit, className }: LongTextProps) {
  const [open, setOpen] = useState(false);
  const isLong = text.length > limit;
  return (
    <span className={classNames('whitespace-pre-wrap font-mono text-xs [overflow-wrap:anywhere]', className)}>
      {visibleLines(isLong && !open ? `${text.slice(0, limit)}…` : text)}
      {isLong && (
        <button
          type="button"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          className="link ml-1.5 cursor-pointer font-sans"
        >
          {open ? 'Show less' : `Show all ${text.length.toLocaleString('en')} characters`}
        </button>
      )}
    </span>
  );
}
