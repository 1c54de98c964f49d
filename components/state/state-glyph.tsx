import type { ReactNode } from 'react';
import type { AttributionState, CustodyState } from '@/lib/domain/states';

/** Shapes in a 16 × 16 box, drawn with the text colour. They must be told apart without any colour. */
const GLYPHS: Readonly<Record<AttributionState | CustodyState, ReactNode>> = {
  present: <circle cx="8" cy="8" r="2" fill="currentColor" stroke="none" />,
  missing: <path d="M8 2.2 13.8 8 8 13.8 2.2 8Z" />,
  conflicting: (
    <>
      <path d="M5.6 3.4 10.2 8l-4.6 4.6L1 8Z" />
      <path d="M10.4 3.4 15 8l-4.6 4.6L5.8 8Z" fill="currentColor" fillOpacity=".25" />
    </>
  ),
  malformed: (
    <>
      <rect x="3" y="3" width="10" height="10" rx="1" />
      <path d="M1.5 14.5l13-13" />
    </>
  ),
  unattributable: (
    <>
      <path d="M8 1.2 14.8 8 8 14.8 1.2 8Z" strokeWidth="1.2" strokeDasharray="2 1.4" />
      <path d="M6.5 6.6a1.6 1.6 0 1 1 2.4 1.4c-.6.3-.9.6-.9 1.2M8 11.2v.1" strokeWidth="1.4" />
    </>
  ),
  pending: (
    <>
      <circle cx="8" cy="8" r="5.6" />
      <path d="M8 4.8V8l2.2 1.4" />
    </>
  ),
  'not-applicable': <path d="M5 8h6" />,
  preserved: <path d="m4 8.6 2.6 2.6L12 5.4" />,
  partial: (
    <>
      <circle cx="8" cy="8" r="5.4" />
      <path d="M8 2.6a5.4 5.4 0 0 0 0 10.8Z" fill="currentColor" stroke="none" />
    </>
  ),
  moved: <path d="M3 2.5V7a2 2 0 0 0 2 2h8M9.8 5.8 13 9l-3.2 3.2" />,
  renamed: (
    <>
      <path d="M1.5 4.5h6.6L12 8l-3.9 3.5H1.5Z" />
      <path d="M4.2 8h.1M14.5 4.5v7" />
    </>
  ),
  retyped: (
    <>
      <path d="M3 3.5h10M8 3.5v9.5" />
      <path d="M3.5 12 12.5 6.5" strokeWidth="1.3" />
    </>
  ),
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
      <path d="M3.2 2.2v1.6M1.4 4.4h1.8M12.8 13.8v-1.6M14.6 11.6h-1.8" strokeWidth="1.2" />
    </>
  ),
};

interface StateGlyphProps {
  readonly state: AttributionState | CustodyState;
  /** Pixels; 14 unless told. */
  readonly size?: number;
  readonly className?: string | undefined;
}

/** The bare shape, hidden from screen readers: words must stand beside it (see state-mark.tsx). */
export function StateGlyph({ state, size = 14, className }: StateGlyphProps) {
  return (
    <svg
      aria-hidden
      viewBox="0 0 16 16"
      width={size}
      height={size}
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
      className={className}
    >
      {GLYPHS[state]}
    </svg>
  );
}
