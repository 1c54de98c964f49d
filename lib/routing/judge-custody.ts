import { attributeType } from '../domain/attributes';
import type { TraceEvent } from '../domain/event';
import type { JsonValue } from '../domain/json';
import { stringifyJson } from '../domain/json-text';
import type { Ledger, LedgerEntry } from '../domain/ledger';
import type { Span } from '../domain/span';
import type { CustodyState } from '../domain/states';
import { type Cut, cutOf, isRetyped } from './compare-values';
import { type CustodyCase, type JudgedEvent, lookAt, openCase, readAttribute, type Sight } from './custody-case';
import { findElsewhere } from './find-elsewhere';
import { flattenEvents } from './flatten-events';
import { joinPaths } from './join-paths';
import { ruleText } from './rule-text';
import { explain, firstExplainedIn, indexStored, type StoredNode } from './stored-index';
import type { RoutingTable } from './table';

/**
 * What became of every sent attribute of a span, judged by a contract (audit-semantics 2.7). Every attribute has exactly
 * one entry, in the order sent; repeated keys have one each. The verdicts do not depend on that order.
 *
 * The fields `project`, `session_id`, `source`, names and ids are set for every event, so a value there proves nothing
 * unless the contract demands it; only the buckets are searched for what is missing. Linear in sent and stored values.
 */
export function judgeCustody(span: Span, stored: TraceEvent, contract: RoutingTable): Ledger {
  const { cases, index } = judgeCases(span, stored, contract);
  return {
    contract: contract.name,
    entries: cases.map(toEntry),
    added: index.nodes
      .filter(({ isLeaf, explained }) => isLeaf && !explained)
      .map(({ path, value }) => ({ path, stored: stringifyJson(value) })),
  };
}

/** The verdicts alone, for whoever only counts them. */
export function judgeStates(span: Span, stored: TraceEvent, contract: RoutingTable): readonly CustodyState[] {
  return judgeCases(span, stored, contract).cases.map((sent) => verdictOf(sent).state);
}

function judgeCases(span: Span, stored: TraceEvent, contract: RoutingTable) {
  const index = indexStored(stored);
  const event: JudgedEvent = { stored, index, holders: new Map() };
  const cases = span.attributes.map((attribute, position) => openCase(contract, event, attribute, position));
  settleFound(cases, event);
  explainAdditions(span, contract, event);
  settleOccupied(cases, event, span.status.message);
  findElsewhere(cases, event);
  return { cases, index };
}

function verdictOf({ attribute, verdict }: CustodyCase): NonNullable<CustodyCase['verdict']> {
  if (verdict === null) throw new Error(`No verdict for ${attribute.key}: every open case must be settled.`);
  return verdict;
}

/** Cases of which at least one place has what was sent. */
function settleFound(cases: readonly CustodyCase[], event: JudgedEvent): void {
  for (const sent of cases) {
    const found = sent.sights.filter((sight) => sight.found);
    if (found.length === 0) continue;
    for (const sight of found) hold(event, sight, sent);
    for (const place of sent.route.copies) {
      const { found, node } = lookAt(sent, event, place);
      if (found && node !== null) explain(event.index, node);
    }
    const isWhole = found.length === sent.sights.length;
    const reason = isWhole ? `Stored at ${pathsOf(found)}.` : partialReason(sent.sights);
    sent.verdict = { state: isWhole ? 'preserved' : 'partial', reason, foundAt: null };
  }
}

/** Of several holders of one place the first by name is remembered, whatever the order sent. */
function hold({ index, holders }: JudgedEvent, { place, node }: Sight, { attribute }: CustodyCase): void {
  if (node !== null) explain(index, node);
  const holder = holders.get(place.path);
  if (holder === undefined || attribute.key < holder) holders.set(place.path, attribute.key);
}

function partialReason(sights: readonly Sight[]): string {
  const found = sights.filter((sight) => sight.found);
  const empty = sights.filter((sight) => sight.value === undefined);
  const other = sights.filter((sight) => !sight.found && sight.value !== undefined);
  const parts = [`Stored at ${pathsOf(found)}`];
  if (empty.length > 0) parts.push(`but missing at ${pathsOf(empty)}`);
  if (other.length > 0) parts.push(`but another value is at ${pathsOf(other)}`);
  return `${parts.join(', ')}.`;
}

/** Marks what the backend may fill by itself, and what comes from span events. */
function explainAdditions({ events }: Span, contract: RoutingTable, event: JudgedEvent): void {
  const { index } = event;
  const prefixes: string[] = [];
  for (const place of contract.announces) {
    if (place.endsWith('.*')) prefixes.push(place.slice(0, -1));
    else for (const node of index.byPath.get(place) ?? []) explain(index, node);
  }
  for (const node of index.nodes) {
    if (prefixes.some((prefix) => node.path.startsWith(prefix))) node.explained = true;
  }
  for (const attribute of flattenEvents(events)) {
    const sent = readAttribute(contract, attribute);
    for (const place of sent.route.to) {
      const { found, node } = lookAt(sent, event, place);
      if (found && node !== null) explain(index, node);
    }
  }
}

/** Cases with something else at their places: another key's value, their own in another form, or a foreign one. */
function settleOccupied(cases: readonly CustodyCase[], event: JudgedEvent, statusMessage: string): void {
  const open = cases.filter(({ verdict, sights }) => verdict === null && sights.some(isOccupied));
  // Only now is it known which places belong to exact matches, and after the second pass which to other forms.
  for (const sent of open) settleCollided(sent, event, statusMessage);
  for (const sent of open) if (sent.verdict === null) settleOtherForm(sent, event);
  for (const sent of open) if (sent.verdict === null) settleCollided(sent, event, statusMessage);
  for (const sent of open) if (sent.verdict === null) settleChanged(sent, event);
}

function isOccupied({ value }: Sight): boolean {
  return value !== undefined;
}

function settleCollided(sent: CustodyCase, event: JudgedEvent, statusMessage: string): void {
  for (const { place, node, value } of sent.sights) {
    if (value === undefined) continue;
    const reason =
      node === null && place.path === 'error' && value === statusMessage
        ? 'error has the status message of the span, which goes to the same place.'
        : collisionReason(sent, place.path, node, event);
    if (reason !== null) sent.verdict = { state: 'collided', reason, foundAt: null };
  }
}

function collisionReason({ attribute }: CustodyCase, path: string, node: StoredNode | null, event: JudgedEvent) {
  const holder = event.holders.get(path);
  if (holder === attribute.key) return `${holder} was sent more than once; ${path} has another of its values.`;
  if (holder !== undefined) return `${path} has the value of ${holder}, which goes to the same place.`;
  const inner = node === null ? null : firstExplainedIn(event.index, node);
  return inner === null ? null : `${path} holds ${inner.path}, which leaves no room for this value.`;
}

function settleOtherForm(sent: CustodyCase, event: JudgedEvent): void {
  for (const sight of sent.sights) {
    if (sight.value === undefined) continue;
    const { path } = sight.place;
    const cut = cutOf(sent.lawful, sight.value) ?? cutOf(sent.image, sight.value);
    if (isRetyped(sent.lawful, sight.value)) {
      sent.verdict = { state: 'retyped', reason: retypedReason(sent, sight.value, path), foundAt: null };
    } else if (cut !== null) {
      sent.verdict = { state: 'truncated', reason: cutReason(cut, path), foundAt: null };
    } else {
      continue;
    }
    hold(event, sight, sent);
    return;
  }
}

function retypedReason({ attribute, lawful }: CustodyCase, stored: JsonValue, path: string): string {
  if (typeof lawful === 'bigint' && typeof stored === 'number') {
    return `Sent as a 64-bit integer, stored at ${path} as the nearest double: the last digits are lost.`;
  }
  return `Sent as ${attributeType(attribute.value)}, stored at ${path} as ${jsonType(stored)}.`;
}

function jsonType(value: JsonValue): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value === 'bigint' ? 'number' : typeof value;
}

function cutReason({ unit, kept, of }: Cut, path: string): string {
  return `Only the first ${kept} of ${of} ${unit} are at ${path}.`;
}

function settleChanged(sent: CustodyCase, { index }: JudgedEvent): void {
  const occupied = sent.sights.filter(isOccupied);
  for (const { node } of occupied) if (node !== null) explain(index, node);
  const reason = `Another value is at ${pathsOf(occupied)}, and no sent key explains it.`;
  sent.verdict = { state: 'changed', reason, foundAt: null };
}

function pathsOf(sights: readonly Sight[]): string {
  return joinPaths(sights.map(({ place }) => place.path));
}

function toEntry(sent: CustodyCase): LedgerEntry {
  const { attribute, position, route, sights } = sent;
  const verdict = verdictOf(sent);
  return {
    key: attribute.key,
    position,
    type: attributeType(attribute.value),
    value: attribute.value,
    state: verdict.state,
    destinations: sights.map(({ place, value, found }) => ({
      path: place.path,
      found,
      stored: value === undefined ? null : stringifyJson(value),
    })),
    foundAt: verdict.foundAt,
    rule: ruleText(route.rule),
    reason: verdict.reason,
  };
}
