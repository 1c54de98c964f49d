import { auditSession } from '../audit/audit-session';
import type { CellState, NodeStatus } from '../domain/comparison';
import type { CustodyShape } from '../domain/span-custody';
import type { StoredSpanFacts } from '../domain/span-facts';
import type { CustodyState } from '../domain/states';
import { aCustody } from './a-custody';
import { aSpanId, aTraceId } from './a-span';
import type { ComparableSession } from './compare-sessions';
import { Dice } from './dice';
import { anAuditInput, aSpanFacts, ownKeys } from './draw-session';

export const PLANNED_KEYS = ['run_id', 'dataset_id', 'datapoint_id'];
const SENT = ['gen_ai.model', 'honeyhive_config.prompt', 'honeyhive_outputs.text'];

/** What is planned for a key at a place; `silent`: no cell at all. */
export type Fate = CellState | 'good' | 'silent';
/** What a datapoint says of a key at a place: nothing, good or bad. */
type Mark = 0 | 1 | 2;
type Side = 'base' | 'run';

export interface PlannedNode {
  /** Its label in the candidate, or in the baseline when it is gone. Unique. */
  readonly label: string;
  readonly status: NodeStatus;
  readonly renamedFrom: string | null;
  /** By key. */
  readonly fates: ReadonlyMap<string, Fate>;
}

export interface PlannedDatapoint {
  readonly runSessions: readonly string[];
  readonly newlyMissing: number;
  readonly fixed: number;
  readonly stillMissing: number;
  readonly keys: readonly string[];
}

/** Two runs with what must be said of them, because it was done to them. */
export interface PlannedRuns {
  readonly base: readonly ComparableSession[];
  readonly run: readonly ComparableSession[];
  readonly nodes: readonly PlannedNode[];
  /** Those in both runs. */
  readonly datapoints: readonly PlannedDatapoint[];
}

export interface PlanSize {
  readonly nodes: number;
  /** Datapoints in both runs at most; 0 for runs without a common one. */
  readonly datapoints: number;
  /** Makes every datapoint begin at once, so that their spans interleave. */
  readonly isConcurrent?: boolean;
}

/** No two are alike, so that none is taken for another one renamed. */
const WORDS = [
  'retrieve_docs',
  'classify',
  'guardrail',
  'summarise',
  'embedding',
  'http_post',
  'tool_call_loop',
  'judge_answer',
  'parse_sql',
  'zip_merge',
  'backoff_wait',
  'moderation',
  'vector_query',
  'plan_trip',
  'fizzbuzz',
  'knowledge_graph',
  'unpack_json',
  'ocr_scan_img',
];

const LOST: readonly CustodyState[] = ['partial', 'retyped', 'truncated', 'changed', 'collided', 'lost'];
const MOVED: readonly CustodyState[] = ['moved', 'renamed'];
const NOWHERE: readonly number[] = [];

interface Place {
  readonly parent: number;
  readonly status: NodeStatus;
  readonly name: Readonly<Record<Side, string>>;
  /** Every span of it has another number in its name. */
  readonly isNumbered: boolean;
  readonly copies: 'one' | 'siblings' | 'loop';
}

interface Datapoint {
  readonly id: Readonly<Record<Side, string | null>>;
  readonly inputHash: Readonly<Record<Side, string | null>>;
  /** 0 where the run does not have it. */
  readonly sessions: Readonly<Record<Side, number>>;
  /** By side: its places. */
  readonly has: Readonly<Record<Side, ReadonlySet<number>>>;
  readonly isCounted: boolean;
}

/** By datapoint, place and key. */
type Marks = readonly (readonly ReadonlyMap<string, Mark>[])[];

/** @param seed decides everything else */
export function planRuns(seed: number, size: PlanSize): PlannedRuns {
  const dice = new Dice(seed);
  const places = drawPlaces(dice, 1 + dice.below(size.nodes));
  const datapoints = drawDatapoints(dice, size, places);
  const fates = places.map(({ status }) => drawFates(dice, status));
  const marks = { base: drawMarks(dice, 'base', datapoints, fates), run: drawMarks(dice, 'run', datapoints, fates) };
  const writer = new SessionWriter(dice, places, fates, size.isConcurrent ?? false);
  const sessionsOf = (side: Side) =>
    datapoints.flatMap((datapoint, d) =>
      Array.from({ length: datapoint.sessions[side] }, (_, nth) =>
        writer.write(side, datapoint, marks[side][d] ?? [], `${side}-${d}-${nth}`, nth),
      ),
    );
  return {
    base: dice.shuffle(sessionsOf('base')),
    run: dice.shuffle(sessionsOf('run')),
    nodes: places.map((place, p) => ({
      label: labelOf(place, place.status === 'gone' ? 'base' : 'run'),
      status: place.status,
      renamedFrom: place.status === 'renamed' ? labelOf(place, 'base') : null,
      fates: fates[p] ?? new Map(),
    })),
    datapoints: size.datapoints === 0 ? [] : expectDatapoints(datapoints, marks),
  };
}

function labelOf({ name, isNumbered }: Place, side: Side): string {
  return isNumbered ? `${name[side]} #` : name[side];
}

function drawPlaces(dice: Dice, count: number): readonly Place[] {
  const words = dice.shuffle(WORDS);
  const places: {
    parent: number;
    status: NodeStatus;
    name: Record<Side, string>;
    isNumbered: boolean;
    copies: Place['copies'];
  }[] = [];
  for (let p = 0; p < count; p++) {
    const parent = p === 0 || dice.chance(0.2) ? -1 : dice.below(p);
    const above = places[parent]?.status ?? 'same';
    const own = p === 0 ? 'same' : dice.pick(['same', 'same', 'same', 'same', 'renamed', 'new', 'gone'] as const);
    const status = above === 'new' || above === 'gone' ? above : own;
    const word = words.pop() ?? 'none_left';
    const name = { base: word, run: status === 'renamed' ? `${word}s` : word };
    places.push({
      parent,
      status,
      name,
      isNumbered: dice.chance(0.3),
      copies: dice.pick(['one', 'one', 'siblings', 'loop']),
    });
  }
  // What is below a place tells it even under a name that has nothing in common with the old one.
  for (const [p, place] of places.entries()) {
    const below = places.filter((_, q) => q !== p && isBelow(places, q, p));
    const isTold = below.length > 0 && below.every(({ status }) => status === 'same');
    if (place.status === 'renamed' && isTold && dice.chance(0.5)) place.name.run = words.pop() ?? place.name.run;
  }
  return places;
}

function isBelow(places: readonly { readonly parent: number }[], place: number, top: number): boolean {
  for (let up = place; up >= 0; up = places[up]?.parent ?? -1) if (up === top) return true;
  return false;
}

function drawDatapoints(
  dice: Dice,
  { datapoints, isConcurrent }: PlanSize,
  places: readonly Place[],
): readonly Datapoint[] {
  const isPooled = datapoints === 0;
  const inBoth = isPooled ? 0 : 1 + dice.below(datapoints);
  const only = () => (isPooled ? 1 : 0) + dice.below(isConcurrent ? 1 : 3);
  const sides: (readonly Side[])[] = [
    ...Array.from({ length: inBoth }, () => ['base', 'run'] as const),
    ...Array.from({ length: only() }, () => ['base'] as const),
    ...Array.from({ length: only() }, () => ['run'] as const),
  ];
  const first = { base: true, run: true };
  return sides.map((own, d) => {
    const isCounted = isPooled || own.length === 2;
    const isById = dice.chance(0.7);
    const inputHash = dice.chance(0.2) && isById ? null : `inputs ${d}`;
    const hasOf = (side: Side) => {
      if (!own.includes(side)) return new Set<number>();
      const isFirst = first[side] && isCounted;
      if (isFirst) first[side] = false;
      return drawPresence(dice, places, side, isFirst);
    };
    const idOf = (side: Side) => (isById ? `d${d}` : dice.pick([null, `${side} d${d}`]));
    const timesOf = (side: Side) => (own.includes(side) ? 1 + Number(dice.chance(0.25)) : 0);
    return {
      id: { base: idOf('base'), run: idOf('run') },
      inputHash: { base: inputHash, run: inputHash },
      sessions: { base: timesOf('base'), run: timesOf('run') },
      has: { base: hasOf('base'), run: hasOf('run') },
      isCounted,
    };
  });
}

/** @param isWhole for the one datapoint that has every place */
function drawPresence(dice: Dice, places: readonly Place[], side: Side, isWhole: boolean): Set<number> {
  const has = new Set<number>();
  for (const [p, { parent, status }] of places.entries()) {
    const isOfSide = status !== (side === 'base' ? 'new' : 'gone');
    if (isOfSide && (parent < 0 || has.has(parent)) && (isWhole || dice.chance(0.8))) has.add(p);
  }
  return has;
}

function drawFates(dice: Dice, status: NodeStatus): ReadonlyMap<string, Fate> {
  const ofAttribution: Readonly<Record<NodeStatus, readonly Fate[]>> = {
    same: ['good', 'good', 'good', 'newly-missing', 'fixed', 'still-missing'],
    renamed: ['good', 'good', 'newly-missing', 'fixed', 'still-missing'],
    new: ['silent', 'new-path'],
    gone: ['silent', 'gone-path'],
  };
  const more: readonly Fate[] = status === 'same' || status === 'renamed' ? ['moved', 'not-comparable', 'silent'] : [];
  return new Map([
    ...PLANNED_KEYS.map((key) => [key, dice.pick(ofAttribution[status])] as const),
    ...SENT.map((key) => [key, dice.pick([...ofAttribution[status], ...more])] as const),
  ]);
}

/** Fates that a run suffers in some of its datapoints. */
const BAD_FATES: Readonly<Record<Side, readonly Fate[]>> = {
  base: ['fixed', 'still-missing', 'gone-path'],
  run: ['newly-missing', 'moved', 'still-missing', 'new-path'],
};

function drawMarks(
  dice: Dice,
  side: Side,
  datapoints: readonly Datapoint[],
  fates: readonly ReadonlyMap<string, Fate>[],
): Marks {
  const marks = datapoints.map(() => fates.map(() => new Map<string, Mark>()));
  for (const [p, ofKeys] of fates.entries()) {
    const counted = [...datapoints.keys()].filter((d) => datapoints[d]?.isCounted && datapoints[d]?.has[side].has(p));
    for (const [key, fate] of ofKeys) {
      const isSent = !PLANNED_KEYS.includes(key);
      const bad = BAD_FATES[side].includes(fate) && counted.length > 0 ? dice.some(counted) : NOWHERE;
      const isSilent = isSent && (fate === 'silent' || (fate === 'not-comparable' && side === silentSide(p)));
      for (const [d, { has, isCounted }] of datapoints.entries()) {
        if (!has[side].has(p)) continue;
        const planned = isSilent ? 0 : bad.includes(d) ? 2 : 1;
        // What happens in a datapoint of one run only must not matter.
        const noise = dice.pick<Mark>(isSent ? [0, 1, 2] : [1, 2]);
        marks[d]?.[p]?.set(key, isCounted ? planned : noise);
      }
    }
  }
  return marks;
}

/** The run that does not send a key that the other one does. */
function silentSide(place: number): Side {
  return place % 2 === 0 ? 'base' : 'run';
}

function expectDatapoints(
  datapoints: readonly Datapoint[],
  marks: Readonly<Record<Side, Marks>>,
): readonly PlannedDatapoint[] {
  return datapoints.flatMap(({ isCounted, sessions }, d) => {
    if (!isCounted) return [];
    const changes = (marks.base[d] ?? []).flatMap((ofKeys, p) =>
      [...ofKeys].map(([key, before]) => ({ key, change: `${before} ${marks.run[d]?.[p]?.get(key) ?? 0}` })),
    );
    const keysWith = (change: string) => changes.filter((one) => one.change === change).map(({ key }) => key);
    return [
      {
        runSessions: Array.from({ length: sessions.run }, (_, nth) => `run-${d}-${nth}`),
        newlyMissing: keysWith('1 2').length,
        fixed: keysWith('2 1').length,
        stillMissing: keysWith('2 2').length,
        keys: [...new Set(keysWith('1 2'))].sort(),
      },
    ];
  });
}

class SessionWriter {
  readonly #dice: Dice;
  readonly #places: readonly Place[];
  readonly #fates: readonly ReadonlyMap<string, Fate>[];
  readonly #isConcurrent: boolean;
  #spanCount = 0;
  #sessionCount = 0;

  constructor(
    dice: Dice,
    places: readonly Place[],
    fates: readonly ReadonlyMap<string, Fate>[],
    isConcurrent: boolean,
  ) {
    this.#dice = dice;
    this.#places = places;
    this.#fates = fates;
    this.#isConcurrent = isConcurrent;
  }

  /** @param nth of the datapoint's sessions: the first has all that is planned */
  write(
    side: Side,
    datapoint: Datapoint,
    marks: readonly ReadonlyMap<string, Mark>[],
    sessionId: string,
    nth: number,
  ): ComparableSession {
    const ids = { run_id: `run of ${side}`, dataset_id: 'ds1', datapoint_id: datapoint.id[side] ?? 'd' };
    const traceId = aTraceId((++this.#sessionCount).toString(16));
    const from = this.#isConcurrent ? 0 : this.#sessionCount * 1_000_000;
    const spansOf = new Map<number, StoredSpanFacts[]>();
    for (const [p, place] of this.#places.entries()) {
      const parents = spansOf.get(place.parent);
      const isHere = datapoint.has[side].has(p) && (nth === 0 || this.#dice.chance(0.7));
      if (!isHere || (place.parent >= 0 && parents === undefined)) continue;
      const count = place.copies === 'one' ? 1 : 1 + this.#dice.below(3);
      const special = nth === 0 ? this.#dice.below(count) : -1;
      const spans: StoredSpanFacts[] = [];
      for (let copy = 0; copy < count; copy++) {
        const looped = place.copies === 'loop' ? spans.at(-1) : undefined;
        const parent = looped ?? (parents === undefined ? undefined : this.#dice.pick(parents));
        spans.push(
          aSpanFacts({
            traceId,
            spanId: aSpanId((++this.#spanCount).toString(16)),
            parentSpanId: parent?.spanId ?? null,
            startUnixNano: (parent?.startUnixNano ?? BigInt(from)) + BigInt(this.#dice.below(1000)),
            name: place.isNumbered ? `${place.name[side]} ${this.#dice.below(500)}` : place.name[side],
            ...this.#drawKeys(ids, p, marks[p] ?? new Map(), copy === special),
          }),
        );
      }
      spansOf.set(p, spans);
    }
    const spans = this.#dice.shuffle([...spansOf.values()].flat());
    const { structure } = auditSession(anAuditInput(spans, { recorded: ids }));
    const member = {
      sessionId,
      datapointId: datapoint.id[side],
      inputHash: datapoint.inputHash[side],
      spanCount: spans.length,
      settled: true,
      revision: 1,
      contract: 'preserve',
    };
    return { member, structure };
  }

  /** @param isSpecial for the span that shows what is planned; others may, or may be good or without the key */
  #drawKeys(
    ids: Readonly<Record<string, string>>,
    place: number,
    marks: ReadonlyMap<string, Mark>,
    isSpecial: boolean,
  ) {
    const isBad = (key: string) => marks.get(key) === 2 && (isSpecial || this.#dice.chance(0.3));
    const own = Object.entries(ids).filter(([key]) => !isBad(key));
    const shape: CustodyShape = SENT.filter(
      (key) => (marks.get(key) ?? 0) > 0 && (isSpecial || this.#dice.chance(0.6)),
    ).map((key) => [key, isBad(key) ? this.#badState(this.#fates[place]?.get(key)) : 'preserved']);
    return { keys: ownKeys(Object.fromEntries(own)), custody: aCustody({}, shape) };
  }

  #badState(fate: Fate | undefined): CustodyState {
    if (fate === 'moved') return this.#dice.pick(MOVED);
    return this.#dice.pick(fate === 'newly-missing' ? LOST : [...LOST, ...MOVED]);
  }
}
