import { type BodyEncoding, encodeRequest } from './encode-request';
import { type Cell, IdTable } from './id-table';
import { PreparedBody, type Slot, type VaryingPart } from './prepared-body';
import { Random } from './random';
import { makeSpan } from './span-contents';

/** Spans of one datapoint. */
export const SPANS_PER_SESSION = 32;
/** Every so many sessions, the spans below a third of the tree have lost the run's ids: something to find. */
const BROKEN_EVERY = 16;

export interface LoadShape {
  readonly encoding: BodyEncoding;
  readonly gzip: boolean;
  /** A multiple of a session's spans, or a divisor of it. */
  readonly spansPerRequest: number;
  readonly sessionsPerRun: number;
  readonly seed: number;
}

/** Where a request stands in the load, and what it takes to send it. */
export interface NextRequest {
  readonly body: PreparedBody;
  readonly table: Buffer;
  readonly runId: string;
}

/** Requests of the same make whose ids are drawn together. */
interface Group {
  readonly table: IdTable;
  readonly bodies: readonly PreparedBody[];
}

/** Requests without end, every one with runs, sessions, traces and spans never sent before. */
export class RequestSource {
  readonly #random: Random;
  readonly #groups: readonly Group[];
  readonly #sessionsPerRun: number;
  #turn = 0;
  #bodyTurn = 0;
  #sessions = 0;
  #runId = '';

  constructor(shape: LoadShape) {
    this.#random = new Random(shape.seed);
    this.#sessionsPerRun = shape.sessionsPerRun;
    const contents = new Random(7);
    this.#groups = Array.from({ length: 8 }, () => makeGroup(shape, contents));
  }

  /** Valid until the next call. */
  next(): NextRequest {
    const group = this.#groups[this.#turn % this.#groups.length];
    if (group === undefined) throw new Error('no requests were prepared');
    const body = group.bodies[this.#bodyTurn];
    if (body === undefined) throw new Error('a group has no bodies');
    if (this.#bodyTurn === 0) this.#renew(group.table);
    this.#bodyTurn = (this.#bodyTurn + 1) % group.bodies.length;
    if (this.#bodyTurn === 0) this.#turn++;
    return { body, table: group.table.bytes, runId: this.#runId };
  }

  get longest(): number {
    return Math.max(...this.#groups.flatMap(({ bodies }) => bodies.map(({ length }) => length)));
  }

  #renew(table: IdTable): void {
    if (this.#runId === '' || this.#sessions >= this.#sessionsPerRun) {
      this.#runId = this.#random.uuid();
      this.#sessions = 0;
    }
    this.#sessions += table.sessions.length;
    table.renew(this.#random, this.#runId, BigInt(Date.now()) * 1_000_000n);
  }
}

function makeGroup({ encoding, gzip, spansPerRequest }: LoadShape, random: Random): Group {
  const spanCount = Math.max(SPANS_PER_SESSION, spansPerRequest);
  const table = new IdTable(encoding, spanCount / SPANS_PER_SESSION, spanCount);
  table.renew(random, random.uuid(), BigInt(Date.now()) * 1_000_000n);
  const bodies = Array.from({ length: spanCount / spansPerRequest }, (_, i) =>
    makeBody(table, random, { encoding, gzip, first: i * spansPerRequest, count: spansPerRequest }),
  );
  for (let round = 0; round < 2; round++) {
    for (const body of bodies) body.check(table.bytes);
    table.renew(random, random.uuid(), BigInt(Date.now()) * 1_000_000n);
  }
  return { table, bodies };
}

interface BodyPlan {
  readonly encoding: BodyEncoding;
  readonly gzip: boolean;
  readonly first: number;
  readonly count: number;
}

function makeBody(table: IdTable, random: Random, { encoding, gzip, first, count }: BodyPlan): PreparedBody {
  const numbers = Array.from({ length: count }, (_, i) => first + i);
  const cells = numbers.map((number) => cellsOf(table, number));
  const spans = cells.map((own, i) =>
    makeSpan(random, {
      traceId: table.text(own.trace, 'id'),
      spanId: table.text(own.span, 'id'),
      parentSpanId: own.parent === null ? null : table.text(own.parent, 'id'),
      startUnixNano: table.time(own.start),
      endUnixNano: table.time(own.end),
      sessionId: table.text(own.session, 'text'),
      runId: own.run === null ? null : table.text(own.run, 'text'),
      datapoint: Math.floor((numbers[i] ?? 0) / SPANS_PER_SESSION),
    }),
  );
  const raw = encodeRequest(spans, encoding);
  const slots: Slot[] = [];
  const parts: VaryingPart[] = [];
  let at = 0;
  for (const { trace, span, parent, start, end, session, run } of cells) {
    const own = [trace, span, parent, start, end, session, run].filter((cell) => cell !== null);
    let partStart = -1;
    for (const cell of own) {
      const offset = raw.indexOf(table.bytes.subarray(cell.offset, cell.offset + cell.length), at);
      if (offset === -1) throw new Error('an id is not where the encoding should have it');
      slots.push({ cell, offset });
      if (partStart === -1) partStart = offset;
      at = offset + cell.length;
    }
    parts.push({ start: partStart, end: at });
  }
  return new PreparedBody(raw, slots, parts, gzip);
}

interface SpanCells {
  readonly trace: Cell;
  readonly span: Cell;
  readonly parent: Cell | null;
  readonly start: Cell;
  readonly end: Cell;
  readonly session: Cell;
  readonly run: Cell | null;
}

/** A session is a tree in which every span has up to three children. */
function cellsOf(table: IdTable, number: number): SpanCells {
  const session = Math.floor(number / SPANS_PER_SESSION);
  const inSession = number % SPANS_PER_SESSION;
  const parent = Math.floor((inSession - 1) / 3);
  return {
    trace: cellAt(table.traces, session),
    span: cellAt(table.spans, number),
    parent: inSession === 0 ? null : cellAt(table.spans, session * SPANS_PER_SESSION + parent),
    start: cellAt(table.starts, number),
    end: cellAt(table.ends, number),
    session: cellAt(table.sessions, session),
    run: session % BROKEN_EVERY === 1 && isBelow(inSession, 2) ? null : table.run,
  };
}

function isBelow(number: number, ancestor: number): boolean {
  let up = number;
  while (up > ancestor) up = Math.floor((up - 1) / 3);
  return up === ancestor;
}

function cellAt(cells: readonly Cell[], index: number): Cell {
  const cell = cells[index];
  if (cell === undefined) throw new RangeError(`no cell ${index}`);
  return cell;
}
