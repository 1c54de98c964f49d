import type { Dice } from '../dice';
import { type KnownValues, type Schema, ValueDrawer } from './draw-value';
import { HOSTILE_NAMES, HOSTILE_STRINGS } from './hostile-values';
import { type Drawn, printDrawn, Verbatim } from './json-text';

/** What is read of an operation of the OpenAPI document. */
export interface DescribedOperation {
  readonly operationId: string;
  readonly parameters?: readonly {
    readonly in: string;
    readonly name: string;
    readonly required?: boolean;
    readonly schema: Schema;
  }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: object }>> }>
  >;
}

export interface FuzzedOperation {
  /** As it is sent. */
  readonly method: string;
  /** With parameters in braces. */
  readonly path: string;
  readonly operation: DescribedOperation;
}

export interface DrawnRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | null;
}

const WRONG_TYPES = [
  'text/plain',
  'application/xml',
  'multipart/form-data; boundary=x',
  'application/json; charset=x',
  '',
];
const BROKEN_BODIES = ['', '{', '{"a":}', '[1,]', 'nul', '"', '\uFEFF{}', '{} {}', "{'a': 1}", '{"a": 1, "a": 2}'];

/** A request to an operation: one that fits, one that nearly does, or a hostile one. */
export function drawRequest(
  dice: Dice,
  { method, path, operation }: FuzzedOperation,
  known: KnownValues,
): DrawnRequest {
  const drawer = new ValueDrawer(dice, known);
  const parameters = operation.parameters ?? [];
  const pathname = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(drawSegment(dice, known[name])));
  const query = parameters
    .filter((parameter) => parameter.in === 'query')
    .flatMap((parameter) => drawParameter(dice, drawer, parameter));
  if (dice.chance(0.1)) query.push([dice.pick(HOSTILE_NAMES), dice.pick(HOSTILE_STRINGS)]);
  const search = query.map((pair) => pair.map((text) => encodeURIComponent(wellFormed(text))).join('=')).join('&');
  const url = `http://localhost:3000${pathname}${search === '' ? '' : `?${search}`}`;
  const schema = operation.requestBody?.content['application/json']?.schema;
  if (schema === undefined) return { method, url, headers: {}, body: null };
  const contentType = dice.chance(0.05) ? dice.pick(WRONG_TYPES) : 'application/json';
  const encoding = dice.chance(0.02) ? { 'content-encoding': dice.pick(['gzip', 'br', 'x']) } : {};
  return { method, url, headers: { 'content-type': contentType, ...encoding }, body: drawBody(dice, drawer, schema) };
}

/** One segment of a path. Dots alone would be another path. */
function drawSegment(dice: Dice, known: readonly string[] | undefined): string {
  if (known !== undefined && dice.chance(0.8)) return dice.pick(known);
  const text = wellFormed(dice.pick(HOSTILE_STRINGS).slice(0, 3_000));
  return /^\.*$/.test(text) ? 'nowhere' : text;
}

/** Addresses are UTF-8, which has no lone surrogates. */
function wellFormed(text: string): string {
  return new TextDecoder().decode(new TextEncoder().encode(text));
}

function drawParameter(
  dice: Dice,
  drawer: ValueDrawer,
  { name, schema, required }: { name: string; schema: Schema; required?: boolean },
): [string, string][] {
  if (dice.chance(required === true ? 0.1 : 0.5)) return [];
  if (dice.chance(0.2)) return [[name, dice.pick(HOSTILE_STRINGS)]];
  const value = drawer.valid(schema, name);
  if (!Array.isArray(value) || dice.chance(0.5)) return [[name, inQuery(value)]];
  const spelled = dice.chance(0.5) ? `${name}[]` : name;
  return value.map((item: Drawn) => [spelled, inQuery(item)]);
}

function inQuery(value: Drawn): string {
  return typeof value === 'string' ? value : printDrawn(value);
}

function drawBody(dice: Dice, drawer: ValueDrawer, schema: Schema): Uint8Array {
  const roll = dice.below(20);
  if (roll === 0) return new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]);
  if (roll === 1) return bytesOf(new Verbatim(dice.pick(BROKEN_BODIES)));
  if (roll === 2) return bytesOf(drawer.hostile());
  return bytesOf(roll < 10 ? drawer.valid(schema) : drawer.nearlyValid(schema));
}

function bytesOf(value: Drawn): Uint8Array {
  return new TextEncoder().encode(printDrawn(value));
}
