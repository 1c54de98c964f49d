'use client';

import { type RefObject, useEffect, useState } from 'react';
import { HEADER_HEIGHT, OVERSCAN, ROW_HEIGHT, SCROLL_STEP } from './layout';

/** What the server assumes of the view, in pixels; about a screenful. */
const INITIAL_HEIGHT = HEADER_HEIGHT + 20 * ROW_HEIGHT;

/** Rows from `first` to `last`, both included. */
export interface RowWindow {
  readonly first: number;
  readonly last: number;
}

/**
 * The rows worth rendering. Every row has the same height, so the scroll position alone tells them; and they change only
 * every few rows, so most scroll events render nothing.
 */
export function useRowWindow(scroller: RefObject<HTMLElement | null>, count: number): RowWindow {
  const [step, setStep] = useState(0);
  const [height, setHeight] = useState(INITIAL_HEIGHT);
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const measure = () => {
      setStep(Math.floor(element.scrollTop / ROW_HEIGHT / SCROLL_STEP));
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
  }, [scroller]);
  const top = step * SCROLL_STEP;
  const visible = Math.ceil((height - HEADER_HEIGHT) / ROW_HEIGHT);
  return {
    first: Math.max(0, top - OVERSCAN),
    last: Math.min(count - 1, top + visible + SCROLL_STEP + OVERSCAN),
  };
}

/** Brings a row into view below the header: in the middle, or by the least movement. */
export function scrollToRow(element: HTMLElement, row: number, align: 'center' | 'auto'): void {
  const visible = element.clientHeight - HEADER_HEIGHT;
  const top = row * ROW_HEIGHT;
  const lowest = top + ROW_HEIGHT - visible;
  if (align === 'center') element.scrollTop = top - (visible - ROW_HEIGHT) / 2;
  else element.scrollTop = Math.min(top, Math.max(lowest, element.scrollTop));
}
