import { HOSTILE_TEXTS } from '../hostile-texts';
import { type Drawn, Verbatim } from './json-text';

const DEEP = 10_000;
const DEEP_LIST = '['.repeat(DEEP) + ']'.repeat(DEEP);
const DEEP_OBJECT = `${'{"a":'.repeat(DEEP)}1${'}'.repeat(DEEP)}`;

/** A body may be 450 levels deep; JSON that is kept 500. */
const NEARLY_TOO_DEEP = [445, 447, 448, 449, 497, 498, 499];

export const HOSTILE_NAMES: readonly string[] = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'length',
  '',
  '$where',
  'a.b.c',
  'x'.repeat(5_000),
  'lone \uD800 surrogate',
  'null \u0000 character',
];

export const HOSTILE_STRINGS: readonly string[] = [
  ...HOSTILE_NAMES,
  ...HOSTILE_TEXTS,
  ' ',
  '0',
  '-1',
  '1.5',
  '1e400',
  'NaN',
  'Infinity',
  '18446744073709551616',
  'null',
  'true',
  '[]',
  '{}',
  '{"__proto__": {"x": 1}}',
  '~',
  '~~',
  '%00',
  "' OR 1=1 --",
  'x'.repeat(100_000),
  '2026-13-45T99:99:99Z',
  '+275760-09-13T00:00:00.001Z',
  '00000000-0000-0000-0000-000000000000',
  DEEP_LIST.slice(0, 4_000),
];

export const HOSTILE_VALUES: readonly Drawn[] = [
  ...HOSTILE_STRINGS,
  null,
  true,
  false,
  0,
  -1,
  1.5,
  1e308,
  -1e308,
  5e-324,
  new Verbatim('-0'),
  new Verbatim('18446744073709551616'),
  new Verbatim(`-${'9'.repeat(300)}`),
  new Verbatim('9'.repeat(5_000)),
  new Verbatim('1e999'),
  new Verbatim('NaN'),
  new Verbatim('"\\ud800"'),
  new Verbatim('"\\u0000"'),
  new Verbatim(DEEP_LIST),
  new Verbatim(DEEP_OBJECT),
  ...NEARLY_TOO_DEEP.map((depth) => new Verbatim('['.repeat(depth) + ']'.repeat(depth))),
  ...NEARLY_TOO_DEEP.map((depth) => new Verbatim(`${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`)),
  new Verbatim('{"__proto__": {"polluted": true}, "constructor": {"prototype": {"polluted": true}}}'),
  [],
  [null],
  [[]],
  new Map(),
  new Map<string, Drawn>([['a', 1]]),
  Array.from({ length: 2_000 }, (_, i) => i),
];
