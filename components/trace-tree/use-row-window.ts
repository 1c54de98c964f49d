'use client';

import { type RefObject, useEffect, useState } from 'react';
import { HEADER_HEIGHT, OVERSCAN, ROW_HEIGHT, SCROLL_STEP } from './layout';

/** In pixels. */
export interface RowSizes {
  readonly row: number;
  readonly header: number;
}

const TREE_SIZES: RowSizes = { row: ROW_HEIGHT, header: HEADER_HEIGHT };
/** What the server assumes of the view; about a screenful. */
const INITIAL_ROWS = 20;

/** Rows from `first` to `last`, both included. */
export interface RowWindow {
  readonly first: number;
  readonly last: number;
}

/**
 * The rows worth rendering. Every row has the same height, so the scroll position alone tells them; and they change only
 * every few rows, so most scroll events render nothing.
 */
export function useRowWindow(
  scroller: RefObject<HTMLElement | null>,
  count: number,
  { row, header } = TREE_SIZES,
): RowWindow {
  const [step, setStep] = useState(0);
  const [height, setHeight] = useState(header + INITIAL_ROWS * row);
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const measure = () => {
      setStep(Math.floor(element.scrollTop / row / SCROLL_STEP));
      setHeight(element.clientHeight);
    };
    measure();
    element.addEventListener('scroll', measure, { passive: true });
    const resizing = new ResizeObserver(measure);
    resizing.observe(element);
    return () => {
      element.removeEventListener('scroll', measure);
      resizing.disconnect();
    };
  }, [scroller, row]);
  const top = step * SCROLL_STEP;
  const visible = Math.ceil((height - header) / row);
  return {
    first: Math.max(0, top - OVERSCAN),
    last: Math.min(count - 1, top + visible + SCROLL_STEP + OVERSCAN),
  };
}

/** The window's rows and, wherever it is, the active one: aria-activedescendant must point at something. */
export function numbersIn({ first, last }: RowWindow, active: number): readonly number[] {
  const numbers = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  if (active < first) numbers.unshift(active);
  if (active > last) numbers.push(active);
  return numbers;
}

/** Brings a row into view below the header: in the middle, or by the least movement. */
export function scrollToRow(
  element: HTMLElement,
  number: number,
  align: 'center' | 'auto',
  { row, header } = TREE_SIZES,
): void {
  const visible = element.clientHeight - header;
  const top = number * row;
  const lowest = top + row - visible;
  if (align === 'center') element.scrollTop = top - (visible - row) / 2;
  else element.scrollTop = Math.min(top, Math.max(lowest, element.scrollTop));
}
