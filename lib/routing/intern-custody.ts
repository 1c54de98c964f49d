import type { Attribute } from '../domain/attributes';
import { CUSTODY_KEYS_MAX, type SpanCustody, worseCustody } from '../domain/span-custody';
import { CUSTODY_STATES, type CustodyState, noCustodyCounts } from '../domain/states';
import { TextCache } from '../domain/text-cache';
import { normaliseName } from '../trace/path-signature';

/** Longer names are cut: they stand in addresses. */
const NAME_LENGTH_MAX = 500;

const STATE_COUNT = CUSTODY_STATES.length;
/** So that a key's number and a state together are one UTF-16 unit. */
const KEYS_MAX = Math.floor(2 ** 16 / STATE_COUNT);
/** Of spans with longer keys, or with more, nothing is remembered. */
const KEY_LENGTH_MAX = 500;
const ATTRIBUTES_MAX = 1024;
const TEXT_UNITS = 2 ** 19;

interface KnownKey {
  readonly number: number;
  readonly name: string;
}

const keys = new Map<string, KnownKey>();
/** By one unit for each attribute. */
const custodyByText = new TextCache<SpanCustody>(TEXT_UNITS);

const RANKS = Object.fromEntries(CUSTODY_STATES.map((state, rank) => [state, rank])) as Readonly<
  Record<CustodyState, number>
>;

/**
 * Custody of a span from the state of each of its attributes, in order. Equal keys and states give the same object, so
 * that the millions of spans of one program are a few objects, in memory and in what is kept. Numbering the keys and
 * looking one short text up takes half the time of looking up all keys as one text.
 */
export function internCustody(attributes: readonly Attribute[], states: readonly CustodyState[]): SpanCustody {
  const text = textOf(attributes, states);
  if (text === null) return custodyOf(attributes, states);
  let custody = custodyByText.get(text);
  if (custody === undefined) {
    custody = custodyOf(attributes, states);
    custodyByText.set(text, custody);
  }
  return custody;
}

function textOf(attributes: readonly Attribute[], states: readonly CustodyState[]): string | null {
  if (attributes.length > ATTRIBUTES_MAX) return null;
  // Hostile clients make up keys without end. Numbers are given anew before a text is begun, not in the middle of one.
  if (keys.size > KEYS_MAX - attributes.length) {
    keys.clear();
    custodyByText.clear();
  }
  const units: number[] = [];
  for (let i = 0; i < attributes.length; i++) {
    const known = knownKey((attributes[i] as Attribute).key);
    if (known === null) return null;
    units.push(known.number * STATE_COUNT + RANKS[states[i] as CustodyState]);
  }
  return String.fromCharCode(...units);
}

function knownKey(key: string): KnownKey | null {
  const known = keys.get(key);
  if (known !== undefined) return known;
  if (key.length > KEY_LENGTH_MAX) return null;
  const made = { number: keys.size, name: nameOf(key) };
  keys.set(key, made);
  return made;
}

function custodyOf(attributes: readonly Attribute[], states: readonly CustodyState[]): SpanCustody {
  const counts = noCustodyCounts();
  const worst = new Map<string, CustodyState>();
  attributes.forEach(({ key }, i) => {
    const state = states[i] as CustodyState;
    counts[state]++;
    const name = keys.get(key)?.name ?? nameOf(key);
    worst.set(name, worseCustody(worst.get(name) ?? state, state));
  });
  const shape = [...worst].sort(([a], [b]) => (a < b ? -1 : 1));
  return { counts, shape: shape.slice(0, CUSTODY_KEYS_MAX) };
}

/** Valid Unicode without NUL, as every name that is looked up again. */
function nameOf(key: string): string {
  return normaliseName(key)
    .slice(0, NAME_LENGTH_MAX)
    .replace(/[\0\p{Surrogate}]/gu, '\ufffd');
}
