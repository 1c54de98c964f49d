import type { Finding } from '../domain/finding';
import { hashText } from '../domain/hash-text';
import type { StoredSpanFacts } from '../domain/span-facts';
import { at } from '../trace/at';
import { type AuditCase, spanRef } from './open-case';

/** Most affected spans that a finding lists. */
const SPANS_MAX = 50;

/** A finding before its spans are looked up; `spans` are nodes. */
export interface FindingDraft extends Omit<Finding, 'fingerprint' | 'span' | 'parent' | 'spans'> {
  /** Node of the break point or of the first affected span; null when the session itself is concerned. */
  readonly span: number | null;
  readonly parent?: number | null;
  /** Affected nodes; the first 50 by time are listed. */
  readonly spans: readonly number[];
  /** What else tells this defect from others of the same rule, keys, path and cause. */
  readonly mark?: string;
}

/** Completes a finding. Its fingerprint holds no ids, times or counts, so it is equal for the same defect in another run. */
export function makeFinding(c: AuditCase, draft: FindingDraft): Finding {
  const { span, parent = null, spans, mark = '', ...told } = draft;
  const path = span === null ? '' : c.paths.hashOf(span);
  return {
    fingerprint: hashText([told.rule, told.keys.join(' '), path, told.cause.code, mark].join('|')),
    ...told,
    span: span === null ? null : spanRef(at(c.all, span)),
    parent: parent === null ? null : spanRef(at(c.all, parent)),
    spans: firstSpans(c, spans).map((node) => spanRef(at(c.all, node))),
  };
}

/** The first 50 by time, trace id and span id, without sorting all of them. */
function firstSpans(c: AuditCase, spans: readonly number[]): readonly number[] {
  const isEarlier = (a: StoredSpanFacts, b: StoredSpanFacts) => {
    if (a.startUnixNano !== b.startUnixNano) return a.startUnixNano < b.startUnixNano;
    if (a.traceId !== b.traceId) return a.traceId < b.traceId;
    return a.spanId < b.spanId;
  };
  const first: number[] = [];
  for (const node of spans) {
    const span = at(c.all, node);
    let place = first.length;
    while (place > 0 && isEarlier(span, at(c.all, at(first, place - 1)))) place--;
    if (place < SPANS_MAX) first.splice(place, 0, node);
    if (first.length > SPANS_MAX) first.pop();
  }
  return first;
}

/** Spans that each get their own finding at one place of the tree; what goes beyond shares one. */
const SINGLES_MAX = 20;
/** Places with findings of their own; what goes beyond shares one. */
const PLACES_MAX = 200;

/**
 * Groups defects for reporting: each its own finding, until one place has more of them than anybody reads. The bounds
 * keep the report of a session with 100,000 separate defects readable; nothing is left out, only told together.
 */
export function gatherForReport<T>(defects: readonly T[], placeOf: (defect: T) => string): readonly (readonly T[])[] {
  const groups: T[][] = [];
  const places = new Map<string, { count: number; rest: T[] | null }>();
  for (const defect of defects) {
    const name = placeOf(defect);
    const key = places.has(name) || places.size < PLACES_MAX ? name : ELSEWHERE;
    const place = places.get(key) ?? { count: 0, rest: null };
    places.set(key, place);
    place.count++;
    if (place.count <= SINGLES_MAX) {
      groups.push([defect]);
    } else if (place.rest === null) {
      place.rest = [defect];
      groups.push(place.rest);
    } else {
      place.rest.push(defect);
    }
  }
  return groups;
}

const ELSEWHERE = '';
