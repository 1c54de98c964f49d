import type { CustodyShape, SpanCustody } from '../domain/span-custody';
import { CUSTODY_STATES, type CustodyState, noCustodyCounts } from '../domain/states';
import { TextCache } from '../domain/text-cache';

/** Custody as it is kept: JSON text, equal for equal custody, which is few texts for millions of spans. */

/** Counts and states in the order of CUSTODY_STATES. */
type CustodyRow = readonly [counts: readonly number[], shape: ShapeRow];
type ShapeRow = readonly (readonly [key: string, rank: number])[];

/** The distinct custodies of some spans, each by its place. */
export class CustodyDictionary {
  readonly texts: string[] = [];
  readonly #places = new Map<SpanCustody, number>();

  indexOf(custody: SpanCustody): number {
    let place = this.#places.get(custody);
    if (place === undefined) {
      place = this.texts.push(custodyText(custody)) - 1;
      this.#places.set(custody, place);
    }
    return place;
  }
}

/** Ingestion has few objects, and packs each thousands of times. */
const textOfCustody = new WeakMap<SpanCustody, string>();
const textOfShape = new WeakMap<CustodyShape, string>();
/** What is read is shared, too: a session may have come in 100,000 deliveries, a run may have 10,000 sessions. */
const custodyByText = new TextCache<SpanCustody>(2 ** 22);
const shapeByText = new TextCache<CustodyShape>(2 ** 22);

function custodyText(custody: SpanCustody): string {
  return once(textOfCustody, custody, ({ counts, shape }) => {
    const row: CustodyRow = [CUSTODY_STATES.map((state) => counts[state]), toShapeRow(shape)];
    return JSON.stringify(row);
  });
}

export function readCustody(text: string): SpanCustody {
  return once(custodyByText, text, () => {
    const [numbers, shape] = JSON.parse(text) as CustodyRow;
    const counts = noCustodyCounts();
    CUSTODY_STATES.forEach((state, rank) => {
      counts[state] = numbers[rank] ?? 0;
    });
    return { counts, shape: fromShapeRow(shape) };
  });
}

export function shapeText(shape: CustodyShape): string {
  return once(textOfShape, shape, () => JSON.stringify(toShapeRow(shape)));
}

export function readShape(text: string): CustodyShape {
  return once(shapeByText, text, () => fromShapeRow(JSON.parse(text) as ShapeRow));
}

function toShapeRow(shape: CustodyShape): ShapeRow {
  return shape.map(([key, state]) => [key, CUSTODY_STATES.indexOf(state)]);
}

function fromShapeRow(row: ShapeRow): CustodyShape {
  return row.map(([key, rank]) => [key, CUSTODY_STATES[rank] as CustodyState]);
}

interface Memory<K, V> {
  get(key: K): V | undefined;
  set(key: K, value: V): unknown;
}

function once<K, V>(memory: Memory<K, V>, key: K, make: (key: K) => V): V {
  const known = memory.get(key);
  if (known !== undefined) return known;
  const made = make(key);
  memory.set(key, made);
  return made;
}
