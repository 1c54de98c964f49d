import type { StoredSpanFacts } from '../domain/span-facts';
import { at, intAt } from '../trace/at';
import { spanKey } from '../trace/build-forest';
import { type AuditCase, ownValue } from './open-case';
import type { Source } from './verdict';

/** A value a span should carry, and who says so. */
export interface Expectation {
  readonly value: string;
  readonly source: Source;
}

/** The keys the run record itself knows about (functional dependencies session → run → dataset). */
export const RUN_KEY = 'run_id';
const DATASET_KEY = 'dataset_id';

/**
 * The sources E2 to E6 of audit-semantics 2.3. E1, the nearest ancestor, is known to the walk that judges the spans.
 * Everything here is gathered over sets, so the order of the spans does not matter.
 */
export interface Sources {
  /** E2 to E6 for a span of the session, strongest first; `run` is the run it belongs to, as far as known. */
  expect(node: number, key: string, run: string | null, hasLostPath: boolean): Expectation | null;
  /**
   * True when a span of the session stands inside a span that carries the key, but the session's spans name several
   * values and no record decides: the key is required and nobody can say what it should be.
   */
  isDisputed(node: number, key: string): boolean;
  /** True when a span is expected to carry the key only because spans below it do: the key came too late. */
  isAboveOpener(node: number, key: string): boolean;
}

export function gatherSources(c: AuditCase): Sources {
  const unrecorded = c.keys.filter(({ name }) => !c.recorded.has(name));
  const bySession = new Map(unrecorded.map(({ name }) => [name, openersOf(c, name)]));
  const byTrace = new Map<string, ReadonlyMap<string, ReadonlySet<string>>>();
  const nodeOfSpan = indexWhenLinked(c);
  const listedBy = c.run?.eventIds.includes(c.session.sessionId) ? c.run.runId : null;

  const fromSession = (node: number, key: string): string | null => {
    const recorded = c.recorded.get(key);
    if (recorded !== undefined) return recorded;
    const openers = bySession.get(key);
    if (openers === undefined || openers.values.size !== 1) return null;
    return openers.covers(node) || openers.above[node] === 1 ? onlyOf(openers.values) : null;
  };

  const fromAmbient = (node: number, key: string): string | null => {
    const ambient = at(c.all, node).ambientKeys[key];
    return ambient !== undefined && ambient.values.length === 1 ? at(ambient.values, 0) : null;
  };

  const fromManifest = (key: string, run: string | null): string | null => {
    if (key === RUN_KEY) return listedBy;
    return key === DATASET_KEY && c.run !== null && run === c.run.runId ? datasetOfRun(c) : null;
  };

  const fromLinks = (node: number, key: string): string | null => {
    const values = new Set<string>();
    for (const { traceId, spanId } of at(c.all, node).links) {
      const linked = nodeOfSpan.get(spanKey(traceId, spanId));
      const value = linked === undefined ? null : ownValue(c, linked, key);
      if (value !== null) values.add(value);
    }
    return values.size === 1 ? onlyOf(values) : null;
  };

  const fromTrace = (node: number, key: string): string | null => {
    const traces = byTrace.get(key) ?? valuesByTrace(c, key);
    byTrace.set(key, traces);
    const values = traces.get(at(c.all, node).traceId);
    return values !== undefined && values.size === 1 ? onlyOf(values) : null;
  };

  return {
    expect(node, key, run, hasLostPath) {
      return (
        says('E2', fromSession(node, key)) ??
        says('E3', fromAmbient(node, key)) ??
        says('E4', fromManifest(key, run)) ??
        says('E5', fromLinks(node, key)) ??
        (hasLostPath ? says('E6', fromTrace(node, key)) : null)
      );
    },
    isDisputed(node, key) {
      const openers = bySession.get(key);
      return openers !== undefined && openers.values.size > 1 && openers.covers(node);
    },
    isAboveOpener(node, key) {
      return bySession.get(key)?.above[node] === 1;
    },
  };
}

function says(source: Source, value: string | null): Expectation | null {
  return value === null ? null : { value, source };
}

function onlyOf(values: ReadonlySet<string>): string | null {
  for (const value of values) return value;
  return null;
}

/** The dataset a run is over: a managed one, or the client's own (`EXT-…`). */
function datasetOfRun({ run }: AuditCase): string | null {
  if (run?.datasetId) return run.datasetId;
  const offline = run?.metadata.offline_dataset_id;
  return typeof offline === 'string' && offline !== '' ? offline : null;
}

/** Names of spans that may bring in a run of their own below others. */
const OPENER_NAME = /evaluate|run_experiment|session.?start/i;

export function isOpenerName(name: string): boolean {
  return OPENER_NAME.test(name);
}

/** The same, remembering what it said: names repeat. */
function rememberOpenerNames(): (name: string) => boolean {
  const known = new Map<string, boolean>();
  return (name) => {
    const isOpener = known.get(name) ?? isOpenerName(name);
    known.set(name, isOpener);
    return isOpener;
  };
}

interface Openers {
  readonly values: ReadonlySet<string>;
  /** True when the span starts while an opener is running. */
  covers(node: number): boolean;
  /** 1 for spans above an opener that should have had the key from its own parent. */
  readonly above: Uint8Array;
}

/**
 * The openers of a key: spans of the session that carry it under a parent that does not. A span outside every opener's
 * time is ordinary traffic; a span inside one belongs to what the opener opened.
 */
function openersOf(c: AuditCase, key: string): Openers {
  const values = new Set<string>();
  const above = new Uint8Array(c.forest.order.length);
  const openers: StoredSpanFacts[] = [];
  const isNameOfOpener = rememberOpenerNames();
  const own = c.own.get(key) ?? [];
  for (let node = 0; node < c.spans.length; node++) {
    const value = own[node] ?? null;
    if (value === null) continue;
    values.add(value);
    const parent = intAt(c.forest.parent, node);
    if (parent >= 0 && parent < c.all.length && (own[parent] ?? null) !== null) continue;
    const span = at(c.spans, node);
    openers.push(span);
    if (isNameOfOpener(span.name)) continue;
    for (let up = parent; up >= 0 && above[up] === 0; up = intAt(c.forest.parent, up)) above[up] = 1;
  }
  const merged = mergeIntervals(openers);
  return {
    values,
    above,
    covers: (node) => isInside(merged, at(c.spans, node).startUnixNano),
  };
}

interface Interval {
  readonly start: bigint;
  /** null for a span that never ended. */
  readonly end: bigint | null;
}

/** The times in which any of the spans was running. Stored spans come sorted, so that is checked first. */
function mergeIntervals(spans: StoredSpanFacts[]): readonly Interval[] {
  const isSorted = spans.every((span, i) => i === 0 || at(spans, i - 1).startUnixNano <= span.startUnixNano);
  if (!isSorted)
    spans.sort((a, b) => (a.startUnixNano < b.startUnixNano ? -1 : a.startUnixNano > b.startUnixNano ? 1 : 0));
  const merged: Interval[] = [];
  let last: { start: bigint; end: bigint | null } | undefined;
  for (const { startUnixNano: start, endUnixNano } of spans) {
    const end = endUnixNano === 0n ? null : endUnixNano;
    if (last === undefined || (last.end !== null && last.end < start)) {
      last = { start, end };
      merged.push(last);
    } else if (last.end !== null && (end === null || end > last.end)) {
      last.end = end;
    }
  }
  return merged;
}

function isInside(merged: readonly Interval[], time: bigint): boolean {
  let low = 0;
  let high = merged.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (at(merged, middle).start <= time) low = middle + 1;
    else high = middle;
  }
  const candidate = merged[low - 1];
  return candidate !== undefined && (candidate.end === null || time <= candidate.end);
}

function valuesByTrace(c: AuditCase, key: string): ReadonlyMap<string, ReadonlySet<string>> {
  const traces = new Map<string, Set<string>>();
  for (const [node, span] of c.all.entries()) {
    const value = ownValue(c, node, key);
    if (value === null) continue;
    const known = traces.get(span.traceId);
    if (known === undefined) traces.set(span.traceId, new Set([value]));
    else known.add(value);
  }
  return traces;
}

/** Spans by trace and span id; empty when nothing is linked, as nearly always. */
function indexWhenLinked(c: AuditCase): ReadonlyMap<string, number> {
  if (!c.all.some((span) => span.links.length > 0)) return new Map();
  return new Map(c.all.map(({ traceId, spanId }, node) => [spanKey(traceId, spanId), node]));
}
