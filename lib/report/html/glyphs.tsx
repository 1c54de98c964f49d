/** @jsxImportSource preact */
import type { ComponentChildren } from 'preact';
import type { CellState, ComparisonVerdict } from '../../domain/comparison';
import type { AttributionState, CustodyState } from '../../domain/states';

export type Shape = AttributionState | CustodyState | CellState | ComparisonVerdict | 'passed' | 'failed' | 'skipped';

const DIAMOND = <path d="M8 2.2 13.8 8 8 13.8 2.2 8Z" />;
const BENT_ARROW = <path d="M3 2.5V7a2 2 0 0 0 2 2h8M9.8 5.8 13 9l-3.2 3.2" />;
const TICK = <path d="m3 8.6 3.4 3.4L13 4.6" />;
const DASH = <path d="M5 8h6" />;

/** Shapes in a 16 × 16 box, as on the pages (components/state, components/compare), told apart without any colour. */
const SHAPES: Readonly<Record<Shape, ComponentChildren>> = {
  present: <circle cx="8" cy="8" r="2" fill="currentColor" stroke="none" />,
  missing: DIAMOND,
  conflicting: (
    <>
      <path d="M5.6 3.4 10.2 8l-4.6 4.6L1 8Z" />
      <path d="M10.4 3.4 15 8l-4.6 4.6L5.8 8Z" fill="currentColor" fill-opacity=".25" />
    </>
  ),
  malformed: <path d="M3 3h10v10H3ZM1.5 14.5l13-13" />,
  unattributable: (
    <>
      <path d="M8 1.2 14.8 8 8 14.8 1.2 8Z" stroke-width="1.2" stroke-dasharray="2 1.4" />
      <path d="M6.5 6.6a1.6 1.6 0 1 1 2.4 1.4c-.6.3-.9.6-.9 1.2M8 11.2v.1" stroke-width="1.4" />
    </>
  ),
  pending: (
    <>
      <circle cx="8" cy="8" r="5.6" />
      <path d="M8 4.8V8l2.2 1.4" />
    </>
  ),
  'not-applicable': DASH,
  preserved: TICK,
  partial: (
    <>
      <circle cx="8" cy="8" r="5.4" />
      <path d="M8 2.6a5.4 5.4 0 0 0 0 10.8Z" fill="currentColor" stroke="none" />
    </>
  ),
  moved: BENT_ARROW,
  renamed: <path d="M1.5 4.5h6.6L12 8l-3.9 3.5H1.5ZM4.2 8h.1M14.5 4.5v7" />,
  retyped: <path d="M3 3.5h10M8 3.5v9.5M3.5 12 12.5 6.5" />,
  truncated: (
    <>
      <circle cx="3.8" cy="4.4" r="1.9" />
      <circle cx="3.8" cy="11.6" r="1.9" />
      <path d="m5.4 5.5 8.6 5.7M5.4 10.5 14 4.8" />
    </>
  ),
  changed: <path d="M3 6h10M3 10.2h10M10.8 2.6 5.2 13.6" />,
  collided: <path d="M2 3.2 7 8l-5 4.8M7 8h6.5M11 5.5 13.5 8 11 10.5" />,
  lost: (
    <>
      <path d="m12.3 8.4 1-1a3.4 3.4 0 0 0-4.8-4.8l-1 1" />
      <path d="m3.7 7.6-1 1a3.4 3.4 0 0 0 4.8 4.8l1-1" />
      <path d="M3.2 2.2v1.6M1.4 4.4h1.8M12.8 13.8v-1.6M14.6 11.6h-1.8" stroke-width="1.2" />
    </>
  ),
  'newly-missing': (
    <>
      <path d="M8 1.4 14.6 8 8 14.6 1.4 8Z" fill="currentColor" fill-opacity=".2" />
      <path d="M8 5.4v5.2M5.4 8h5.2" />
    </>
  ),
  'still-missing': DIAMOND,
  fixed: TICK,
  'new-path': <path d="M3.5 2v7a2 2 0 0 0 2 2H8M12.4 8.4v5.2M9.8 11H15" />,
  'gone-path': <path d="M3.5 2v7a2 2 0 0 0 2 2H8M10.4 9l4 4M14.4 9l-4 4" />,
  'not-comparable': (
    <>
      <circle cx="8" cy="8" r="5.8" stroke-dasharray="2 1.6" stroke-width="1.3" />
      {DASH}
    </>
  ),
  regressed: <path d="M1.8 4.2 6.6 9l2.6-2.6 5 5M14.2 7.2v4.2H10" />,
  improved: <path d="M1.8 11.8 6.6 7l2.6 2.6 5-5M14.2 8.8V4.6H10" />,
  mixed: <path d="M5 13.2V3M2.2 5.8 5 3l2.8 2.8M11 2.8V13M8.2 10.2 11 13l2.8-2.8" />,
  unchanged: <path d="M3 5.8h10M3 10.2h10" />,
  passed: TICK,
  failed: <path d="m3.6 3.6 8.8 8.8M12.4 3.6l-8.8 8.8" />,
  skipped: DASH,
};

/** The bare shape; words must stand beside it. */
export function Glyph({ shape }: { readonly shape: Shape }) {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 16 16"
      width="14"
      height="14"
      fill="none"
      stroke="currentColor"
      stroke-width="1.6"
      stroke-linecap="round"
      stroke-linejoin="round"
    >
      {SHAPES[shape]}
    </svg>
  );
}
