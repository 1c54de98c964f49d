import { useRef } from 'react';
import type { Rows } from '@/lib/trace/flatten-rows';
import { findByPrefix, type TreeCommand } from '@/lib/trace/walk-rows';

/** Letters typed faster than this belong together. */
const TYPEAHEAD_MS = 600;

/** Finds rows by the letters that are typed while the tree has the focus. */
export function useTypeahead(rows: Rows, nameOf: (node: number) => string, activeRow: number) {
  const typed = useRef({ text: '', at: 0 });
  return (key: string): TreeCommand | null => {
    if (!/^[\p{L}\p{N}_.]$/u.test(key)) return null;
    const now = Date.now();
    const text = now - typed.current.at < TYPEAHEAD_MS ? typed.current.text + key : key;
    typed.current = { text, at: now };
    const row = findByPrefix(rows, nameOf, activeRow, text);
    return row === null ? null : { do: 'go', row };
  };
}
