'use client';

import { type FocusEvent, useState } from 'react';

interface Steady<T> {
  /** What to draw: in the order that was there when the reader came, with the present contents. */
  readonly rows: readonly T[];
  /** Rows that wait to be shown, gone ones included; 0 when only their order waits, or nothing does. */
  readonly waiting: number;
  /** True when the present rows are others, or in another order. */
  readonly isHeld: boolean;
  release(): void;
  /** For the element around the rows. */
  readonly holdProps: {
    onPointerEnter(): void;
    onPointerLeave(): void;
    onFocus(): void;
    onBlur(event: FocusEvent): void;
  };
}

interface Held<T> {
  readonly view: string;
  readonly rows: readonly T[];
}

/**
 * Keeps rows where they are while the pointer or the keyboard is among them, so that nobody presses on what has just
 * moved there. Contents of rows change at once; their order, new and gone ones wait.
 * @param view names what the reader asked for (sort, filter): another view is shown at once
 */
export function useSteadyRows<T>(rows: readonly T[], keyOf: (row: T) => string, view: string): Steady<T> {
  const [held, setHeld] = useState<Held<T> | null>(null);
  const release = () => setHeld(null);
  const holdProps = {
    onPointerEnter: () => setHeld((before) => before ?? { view, rows }),
    onPointerLeave: release,
    onFocus: () => setHeld((before) => before ?? { view, rows }),
    onBlur: (event: FocusEvent) => {
      if (!event.currentTarget.contains(event.relatedTarget)) release();
    },
  };
  const free = { rows, waiting: 0, isHeld: false, release, holdProps };
  if (held === null || held.view !== view) return free;

  // What only continues at the end moves nothing.
  const places = new Map(rows.map((row, place) => [keyOf(row), place]));
  if (held.rows.every((row, place) => places.get(keyOf(row)) === place)) return free;
  const shown = held.rows.map((row) => rows[places.get(keyOf(row)) ?? -1] ?? row);
  const known = new Set(held.rows.map(keyOf));
  const added = rows.filter((row) => !known.has(keyOf(row))).length;
  const gone = held.rows.filter((row) => !places.has(keyOf(row))).length;
  return { ...free, rows: shown, waiting: added + gone, isHeld: true };
}
