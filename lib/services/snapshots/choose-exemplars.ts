import type { ComparedRow } from '../../contracts/compare';
import type { Exemplar } from '../../contracts/snapshots';
import type { LocatedSpanDto } from '../../contracts/structure';

export interface ExemplarChoice {
  readonly side: Exemplar['side'];
  readonly span: LocatedSpanDto;
  /** What it shows, gravest first: all of one place in the tree. */
  readonly rows: readonly [ComparedRow, ...ComparedRow[]];
}

/**
 * Spans that show what is wrong in the candidate, and beside each one of the baseline where the same was right. A span
 * that shows several keys is chosen once.
 * @param rows gravest first
 */
export function chooseExemplars(rows: readonly ComparedRow[], most: number): readonly ExemplarChoice[] {
  const chosen = new Map<
    string,
    { side: Exemplar['side']; span: LocatedSpanDto; rows: [ComparedRow, ...ComparedRow[]] }
  >();
  for (const row of rows) {
    const pair = examplesOf(row);
    const fresh = pair.filter((example) => !chosen.has(nameOf(example)));
    if (chosen.size + fresh.length > most) continue;
    for (const example of pair) {
      const known = chosen.get(nameOf(example));
      if (known === undefined) chosen.set(nameOf(example), { ...example, rows: [row] });
      else known.rows.push(row);
    }
  }
  return [...chosen.values()];
}

type Example = Pick<ExemplarChoice, 'side' | 'span'>;

function examplesOf({ base, run }: ComparedRow): readonly Example[] {
  if (!run?.example || run.badSpans === 0) return [];
  const bad: Example = { side: 'run', span: run.example };
  return base?.example && base.badSpans === 0 ? [bad, { side: 'base', span: base.example }] : [bad];
}

function nameOf({ side, span: { sessionId, traceId, spanId } }: Example): string {
  return JSON.stringify([side, sessionId, traceId, spanId]);
}
