import type { ReactNode } from 'react';
import type { CellState, ComparisonVerdict } from '@/lib/domain/comparison';

/** Shapes in a 16 × 16 box, drawn with the text colour. They must be told apart without any colour. */
const GLYPHS: Readonly<Record<ComparisonVerdict | CellState, ReactNode>> = {
  regressed: <path d="M1.8 4.2 6.6 9l2.6-2.6 5 5M14.2 7.2v4.2H10" />,
  improved: <path d="M1.8 11.8 6.6 7l2.6 2.6 5-5M14.2 8.8V4.6H10" />,
  mixed: <path d="M5 13.2V3M2.2 5.8 5 3l2.8 2.8M11 2.8V13M8.2 10.2 11 13l2.8-2.8" />,
  unchanged: <path d="M3 5.8h10M3 10.2h10" />,
  'newly-missing': (
    <>
      <path d="M8 1.4 14.6 8 8 14.6 1.4 8Z" fill="currentColor" fillOpacity=".2" />
      <path d="M8 5.4v5.2M5.4 8h5.2" />
    </>
  ),
  moved: <path d="M3 2.5V7a2 2 0 0 0 2 2h8M9.8 5.8 13 9l-3.2 3.2" />,
  'still-missing': <path d="M8 2.2 13.8 8 8 13.8 2.2 8Z" />,
  fixed: <path d="m3 8.6 3.4 3.4L13 4.6" />,
  'new-path': <path d="M3.5 2v7a2 2 0 0 0 2 2H8M12.4 8.4v5.2M9.8 11H15" />,
  'gone-path': <path d="M3.5 2v7a2 2 0 0 0 2 2H8M10.4 9l4 4M14.4 9l-4 4" />,
  'not-comparable': (
    <>
      <circle cx="8" cy="8" r="5.8" strokeDasharray="2 1.6" strokeWidth="1.3" />
      <path d="M5.8 8h4.4" />
    </>
  ),
};

interface CompareGlyphProps {
  readonly shape: ComparisonVerdict | CellState;
  /** Pixels; 14 unless told. */
  readonly size?: number;
  readonly className?: string;
}

/** The bare shape, hidden from screen readers: words must stand beside it. */
export function CompareGlyph({ shape, size = 14, className }: CompareGlyphProps) {
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
      {GLYPHS[shape]}
    </svg>
  );
}
