/** One line of a benchmark. */
export interface Figure {
  readonly what: string;
  readonly figure: number;
  readonly unit: string;
  readonly target?: number | undefined;
  /** Whether more is better: rates. Times and sizes are the better the less they are. */
  readonly isRate?: boolean | undefined;
  /** Further columns, by their heading. */
  readonly more?: Readonly<Record<string, number | string>> | undefined;
}

/** How far a figure is beyond its target: 1 meets it, 2 is twice as good. */
export function ratioOf({ figure, target, isRate }: Figure): number | null {
  if (target === undefined || Number.isNaN(figure)) return null;
  return isRate ? figure / target : target / figure;
}
