import type { JsonValue } from '../domain/json';
import { stringifyJson } from '../domain/json-text';
import { type CustodyCase, type JudgedEvent, lookAt } from './custody-case';
import { joinPaths } from './join-paths';
import { TEXT_FIELDS } from './place';
import { explain, type StoredIndex, type StoredNode } from './stored-index';

/** With more equal values than this on one side nobody can say which came from where. */
const MAX_CANDIDATES = 64;
/** A value with this much information does not occur twice by chance (audit-semantics 2.7). */
const DISTINCTIVE_BITS = 40;

/**
 * Decides the cases of `all` that have no verdict, because all their places are empty: `moved`, `renamed` or `lost`.
 * Only values that no other key explains are looked at. Matching is by equal value, so it is linear; of two candidates
 * that fit equally, none is chosen.
 */
export function findElsewhere(all: readonly CustodyCase[], event: JudgedEvent): void {
  const open = all.filter(({ verdict }) => verdict === null).sort(byKey);
  for (const missing of open) findInCopies(missing, event);
  const wanted = new Map<string, CustodyCase[]>();
  for (const missing of open) {
    if (missing.verdict !== null) continue;
    for (const text of textsOf(missing)) append(wanted, text, missing);
  }
  if (wanted.size > 0) search(wanted, all, event.index);
  for (const missing of open) missing.verdict ??= lost(missing, whyLost(missing, event));
}

function byKey(a: CustodyCase, b: CustodyCase): number {
  if (a.attribute.key === b.attribute.key) return a.position - b.position;
  return a.attribute.key < b.attribute.key ? -1 : 1;
}

/** A place the contract announces for this very key needs no further proof. Fields every event has prove nothing. */
function findInCopies(missing: CustodyCase, event: JudgedEvent): void {
  const { index, holders } = event;
  for (const place of missing.route.copies) {
    const { found, node } = lookAt(missing, event, place);
    if (!found) continue;
    if (node === null ? place.path !== 'error' || holders.has('error') : node.explained) continue;
    if (node !== null) explain(index, node);
    decide(missing, place.path, node?.key ?? place.path);
    return;
  }
}

function search(wanted: ReadonlyMap<string, CustodyCase[]>, all: readonly CustodyCase[], index: StoredIndex): void {
  const candidates = new Map<string, StoredNode[]>();
  for (const node of unexplainedNodes(index)) {
    const text = valueText(node.value);
    if (wanted.has(text)) append(candidates, text, node);
  }
  const timesSent = countValues(all);
  // Longest first: a list is matched before the values in it.
  for (const text of [...candidates.keys()].sort((a, b) => b.length - a.length || (a < b ? -1 : 1))) {
    const waiting = (wanted.get(text) ?? []).filter(({ verdict }) => verdict === null);
    const nodes = (candidates.get(text) ?? []).filter(({ explained }) => !explained);
    if (nodes.length > 0) assign(waiting, nodes, text, timesSent.get(text) ?? 0, index);
  }
}

function assign(
  cases: readonly CustodyCase[],
  nodes: readonly StoredNode[],
  value: string,
  timesSent: number,
  index: StoredIndex,
): void {
  const isTooMany = cases.length > MAX_CANDIDATES || nodes.length > MAX_CANDIDATES;
  const left = isTooMany ? cases : assignBySimilarKey(cases, nodes, index);
  const free = nodes.filter(({ explained }) => !explained);
  const first = free[0];
  if (first === undefined) return;
  const [only, ...others] = left;
  const isDistinctive = (timesSent === 1 && free.length === 1) || informationBits(value) >= DISTINCTIVE_BITS;
  if (only !== undefined && others.length === 0 && isDistinctive && !isTooMany) take(only, first, index);
  else for (const missing of left) giveUp(missing, first);
}

/** Moves: the stored key is the sent key or its end, after a dot. @returns the cases that found none. */
function assignBySimilarKey(
  cases: readonly CustodyCase[],
  nodes: readonly StoredNode[],
  index: StoredIndex,
): readonly CustodyCase[] {
  const suitors = new Map<StoredNode, CustodyCase[]>();
  for (const missing of cases) {
    const best = longestKey(nodes.filter(({ key }) => isEndOf(key, missing.attribute.key)));
    if (best !== undefined) append(suitors, best, missing);
  }
  for (const [node, [only, ...others]] of suitors) {
    if (only !== undefined && others.length === 0) take(only, node, index);
  }
  return cases.filter(({ verdict }) => verdict === null);
}

function isEndOf(storedKey: string | null, sentKey: string): boolean {
  return storedKey !== null && (storedKey === sentKey || sentKey.endsWith(`.${storedKey}`));
}

function longestKey(nodes: readonly StoredNode[]): StoredNode | undefined {
  let best: StoredNode | undefined;
  for (const node of nodes) {
    if ((node.key ?? '').length > (best?.key ?? '').length || best === undefined) best = node;
  }
  return best;
}

function take(missing: CustodyCase, node: StoredNode, index: StoredIndex): void {
  explain(index, node);
  decide(missing, node.path, node.key);
}

function decide(missing: CustodyCase, path: string, storedKey: string | null): void {
  const state = isEndOf(storedKey, missing.attribute.key) ? 'moved' : 'renamed';
  const how = state === 'moved' ? 'the same value is at' : 'the same value, which no other key explains, is at';
  missing.verdict = { state, reason: `Nothing at ${wantedAt(missing)}; ${how} ${path}.`, foundAt: path };
}

function giveUp(missing: CustodyCase, { path }: StoredNode): void {
  missing.verdict = lost(missing, `the same value at ${path} need not have come from this key`);
}

function lost(missing: CustodyCase, why: string) {
  return { state: 'lost', reason: `Nothing at ${wantedAt(missing)}; ${why}.`, foundAt: null } as const;
}

function whyLost({ attribute, lawful, sights }: CustodyCase, { stored, holders }: JudgedEvent): string {
  const fields = TEXT_FIELDS.filter((field) => lawful !== '' && stored[field] === lawful);
  // A session id is in parent_id of every root, too: the field with the key's own name says more.
  const field = fields.find((field) => isEndOf(field, attribute.key)) ?? fields[0];
  if (field !== undefined) return `the field ${field} has the same value, but every event has that field`;
  for (const { place } of sights) {
    const above = heldAbove(place.path, holders);
    if (above !== null) return `${above} has the value of ${holders.get(above)}, which may have left no room below it`;
  }
  return 'no unexplained value of the event is the same';
}

/** Longer ways are not searched. */
const MAX_SEGMENTS_ABOVE = 64;

/** The nearest path above a place, by its dots, that has the value of a sent key. */
function heldAbove(path: string, holders: ReadonlyMap<string, string>): string | null {
  let end = path.lastIndexOf('.');
  for (let i = 0; i < MAX_SEGMENTS_ABOVE && end > 0; i++) {
    const above = path.slice(0, end);
    if (holders.has(above)) return above;
    end = path.lastIndexOf('.', end - 1);
  }
  return null;
}

function wantedAt({ sights }: CustodyCase): string {
  return joinPaths(sights.map(({ place }) => place.path));
}

/** Nodes that are whole values nobody explains yet. */
function unexplainedNodes({ nodes }: StoredIndex): readonly StoredNode[] {
  const whole: StoredNode[] = [];
  // From the back, so that what is below a node is known before the node.
  let firstExplained = nodes.length;
  for (let i = nodes.length - 1; i >= 0; i--) {
    const node = nodes[i];
    if (node === undefined) continue;
    if (node.explained) firstExplained = i;
    else if (firstExplained >= node.end) whole.push(node);
  }
  return whole.reverse();
}

/** How often each value was sent, by {@link valueText}. */
function countValues(cases: readonly CustodyCase[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const sent of cases) for (const text of textsOf(sent)) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}

function textsOf({ image, lawful }: CustodyCase): readonly string[] {
  return image === lawful ? [valueText(lawful)] : [valueText(lawful), valueText(image)];
}

/** Equal for equal values only; strings are told from all other types. */
function valueText(value: JsonValue): string {
  return typeof value === 'string' ? `"${value}` : stringifyJson(value);
}

/** A rough lower bound: length times the bits that the number of different characters needs. */
function informationBits(text: string): number {
  const sample = text.slice(1, 257);
  return sample.length * Math.log2(Math.max(1, new Set(sample).size));
}

function append<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
