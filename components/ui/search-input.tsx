'use client';

import { Search, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { classNames } from './class-names';
import { fieldStyle } from './input';

const TYPING_PAUSE_MS = 250;

interface SearchInputProps {
  readonly label: string;
  readonly value: string;
  /** Called when typing pauses, on Enter and on clearing. */
  readonly onSearch: (value: string) => void;
  readonly placeholder?: string;
  readonly className?: string;
}

/** A search box that reports a pause in typing, not every letter. `/` moves the focus here. */
export function SearchInput({ label, value, onSearch, placeholder, className }: SearchInputProps) {
  const [text, setText] = useState(value);
  const [reported, setReported] = useState(value);
  const input = useRef<HTMLInputElement>(null);
  const latestOnSearch = useRef(onSearch);
  useEffect(() => {
    latestOnSearch.current = onSearch;
  });

  // The address changed under us (Back, "clear the filter"): it wins over what was typed.
  if (value !== reported) {
    setReported(value);
    setText(value);
  }

  useEffect(() => {
    if (text === reported) return;
    const timer = setTimeout(() => {
      setReported(text);
      latestOnSearch.current(text);
    }, TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text, reported]);

  useEffect(() => {
    function focusOnSlash(event: KeyboardEvent) {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.target instanceof HTMLElement && event.target.closest('input, textarea, select, [contenteditable]'))
        return;
      event.preventDefault();
      input.current?.focus();
    }
    document.addEventListener('keydown', focusOnSlash);
    return () => document.removeEventListener('keydown', focusOnSlash);
  }, []);

  function report(next: string) {
    setText(next);
    setReported(next);
    onSearch(next);
  }

  return (
    <div className={classNames('relative flex min-w-0 items-center', className)}>
      <Search aria-hidden className="pointer-events-none absolute left-2.5 size-3.5 text-ink-muted" />
      <input
        ref={input}
        type="search"
        maxLength={200}
        aria-label={label}
        aria-keyshortcuts="/"
        placeholder={placeholder ?? label}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') report(text);
          if (event.key === 'Escape' && text !== '') report('');
        }}
        className={classNames(fieldStyle, 'w-full pl-8 pr-8 [&::-webkit-search-cancel-button]:hidden')}
      />
      {text !== '' && (
        <button
          type="button"
          aria-label="Clear the search"
          onClick={() => {
            report('');
            input.current?.focus();
          }}
          className="absolute right-1.5 flex size-5 cursor-pointer items-center justify-center rounded text-ink-muted hover:bg-hover hover:text-ink"
        >
          <X aria-hidden className="size-3.5" />
        </button>
      )}
    </div>
  );
}
