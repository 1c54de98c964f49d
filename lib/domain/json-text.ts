import { AppError } from './errors';
import { isJsonObject, type JsonObject, type JsonValue, jsonObject, type MutableJsonObject } from './json';

/**
 * Arrays and objects nested deeper than this are refused, because later readers may recurse. 100 nested OTLP key-value
 * lists, the most that the protobuf decoder takes, are a little more than 400 levels of JSON.
 */
const MAX_DEPTH = 500;
/** What is sent is kept and answered inside of other objects, which must not be too deep to be written then. */
export const MAX_DEPTH_SENT = 450;
/** Longer integers are refused: no client means them, and making a bigint takes time that grows with the square. */
const MAX_INTEGER_LENGTH = 400;

/**
 * JSON text as a {@link JsonValue}, losing nothing: integers beyond ±2^53 become bigints, objects have no prototype
 * (so `__proto__` and `constructor` are only keys). Of repeated members the last one counts.
 * @param maxDepth levels of nesting, at most 500
 * @throws AppError `invalid-request` with line and column: not JSON, nested deeper, or a number beyond ±1.8e308.
 */
export function parseJson(text: string, maxDepth = MAX_DEPTH): JsonValue {
  const value = parseNatively(text, maxDepth);
  return value === undefined ? parseCarefully(text, maxDepth) : value;
}

/** The value by the engine's own parser, several times faster; undefined when only the careful parser gets it right. */
function parseNatively(text: string, maxDepth: number): JsonValue | undefined {
  let root: JsonValue;
  try {
    root = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (isUnsafeNumber(root)) return undefined;
  let level: JsonValue[] = [root];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth === maxDepth) return undefined;
    const nextLevel: JsonValue[] = [];
    for (const value of level) {
      if (Array.isArray(value)) {
        for (const item of value) {
          if (typeof item === 'object' && item !== null) nextLevel.push(item);
          else if (isUnsafeNumber(item)) return undefined;
        }
      } else if (isJsonObject(value)) {
        Object.setPrototypeOf(value, null);
        for (const name in value) {
          const member = value[name];
          if (typeof member === 'object' && member !== null) nextLevel.push(member);
          else if (isUnsafeNumber(member)) return undefined;
        }
      }
    }
    level = nextLevel;
  }
  return root;
}

/** True for what an integer beyond ±2^53, or a number beyond the doubles, may have become by rounding. */
function isUnsafeNumber(value: JsonValue | undefined): boolean {
  return typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER;
}

const NUMBER = /-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?/y;
const WORD = /[A-Za-z_$][\w$]*/y;
const LITERALS: ReadonlyMap<string, JsonValue> = new Map<string, JsonValue>([
  ['true', true],
  ['false', false],
  ['null', null],
]);

/** A recursive descent whose recursion ends at the given depth. */
function parseCarefully(text: string, maxDepth: number): JsonValue {
  let at = 0;

  function fail(what: string, position = at): never {
    const before = text.slice(0, position);
    const line = before.split('\n').length;
    const column = position - before.lastIndexOf('\n');
    throw new AppError('invalid-request', `Not valid JSON at line ${line}, column ${column}: ${what}.`);
  }

  function skipSpace(): void {
    for (;;) {
      const code = text.charCodeAt(at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
      at++;
    }
  }

  function parseString(): string {
    const start = at;
    for (at++; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === 0x22) break;
      if (code === 0x5c) at++;
    }
    if (at >= text.length) fail('the text ends inside a string', text.length);
    at++;
    try {
      return JSON.parse(text.slice(start, at));
    } catch {
      return fail('this string has a control character or an unknown escape', start);
    }
  }

  function parseNumber(): number | bigint {
    NUMBER.lastIndex = at;
    const match = NUMBER.exec(text);
    if (match === null) return fail('expected digits after the minus sign (write "-Infinity" in quotes)');
    const [digits, fraction, exponent] = match;
    const value = Number(digits);
    const isInteger = fraction === undefined && exponent === undefined;
    if (isInteger ? digits.length > MAX_INTEGER_LENGTH : !Number.isFinite(value)) fail('this number is too large');
    at += digits.length;
    return isInteger && isUnsafeNumber(value) ? BigInt(digits) : value;
  }

  function parseLiteral(): JsonValue {
    WORD.lastIndex = at;
    const word = WORD.exec(text)?.[0];
    if (word === undefined) fail(at < text.length ? 'expected a value' : 'the text ends where a value is expected');
    const value = LITERALS.get(word);
    if (value === undefined) fail('only true, false and null may stand without quotes (write "NaN" and "Infinity")');
    at += word.length;
    return value;
  }

  function parseArray(depth: number): JsonValue[] {
    const values: JsonValue[] = [];
    at++;
    skipSpace();
    if (text[at] === ']') {
      at++;
      return values;
    }
    for (;;) {
      values.push(parseValue(depth));
      skipSpace();
      const mark = text[at];
      if (mark !== ',' && mark !== ']') fail('expected a comma or ]');
      at++;
      if (mark === ']') return values;
    }
  }

  function parseObject(depth: number): MutableJsonObject {
    const members = jsonObject();
    at++;
    skipSpace();
    if (text[at] === '}') {
      at++;
      return members;
    }
    for (;;) {
      skipSpace();
      if (text[at] !== '"') fail('expected a member name in quotes');
      const name = parseString();
      skipSpace();
      if (text[at] !== ':') fail('expected a colon after the member name');
      at++;
      members[name] = parseValue(depth);
      skipSpace();
      const mark = text[at];
      if (mark !== ',' && mark !== '}') fail('expected a comma or }');
      at++;
      if (mark === '}') return members;
    }
  }

  function parseValue(depth: number): JsonValue {
    skipSpace();
    const first = text[at];
    if (first === '{' || first === '[') {
      if (depth === maxDepth) fail(`arrays and objects may be nested ${maxDepth} levels deep`);
      return first === '{' ? parseObject(depth + 1) : parseArray(depth + 1);
    }
    if (first === '"') return parseString();
    if (first !== undefined && (first === '-' || (first >= '0' && first <= '9'))) return parseNumber();
    return parseLiteral();
  }

  const value = parseValue(0);
  skipSpace();
  if (at < text.length) fail('nothing may follow the value');
  return value;
}

/**
 * A {@link JsonValue} as JSON text that {@link parseJson} reads back as the same value: bigints as plain digits, `-0`
 * with its sign. NaN and the infinities, which JSON cannot say, become the strings that protobuf's JSON mapping uses.
 * @param indent spaces per level; 0 (the default) writes one line.
 * @throws AppError `invalid-request` when nested deeper than 500.
 */
export function stringifyJson(value: JsonValue, indent = 0): string {
  return indent === 0 && isOrdinary(value) ? JSON.stringify(value) : stringifyCarefully(value, indent);
}

/** True for what the engine's own writer, several times faster, writes in the same way. */
function isOrdinary(root: JsonValue): boolean {
  let level: JsonValue[] = [root];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth === MAX_DEPTH) return false;
    const nextLevel: JsonValue[] = [];
    for (const value of level) {
      if (typeof value === 'object' && value !== null) {
        const members = value as JsonObject;
        for (const name in members) nextLevel.push(members[name] as JsonValue);
      } else if (typeof value === 'bigint' || (typeof value === 'number' && !isOrdinaryNumber(value))) {
        return false;
      }
    }
    level = nextLevel;
  }
  return true;
}

function isOrdinaryNumber(value: number): boolean {
  return Number.isFinite(value) && !Object.is(value, -0);
}

function stringifyCarefully(value: JsonValue, indent: number): string {
  const step = ' '.repeat(indent);
  const colon = indent === 0 ? ':' : ': ';

  function write(value: JsonValue, margin: string, depth: number): string {
    switch (typeof value) {
      case 'string':
      case 'boolean':
        return JSON.stringify(value);
      case 'bigint':
        return value.toString();
      case 'number':
        return numberText(value);
    }
    if (value === null) return 'null';
    if (depth === MAX_DEPTH) {
      throw new AppError('invalid-request', `JSON may be nested ${MAX_DEPTH} levels deep.`);
    }
    const inner = margin + step;
    if (Array.isArray(value)) {
      const items = value.map((item: JsonValue) => write(item, inner, depth + 1));
      return enclose('[', items, ']', margin, inner);
    }
    const members = Object.entries(value).map(
      ([name, member]) => JSON.stringify(name) + colon + write(member, inner, depth + 1),
    );
    return enclose('{', members, '}', margin, inner);
  }

  function enclose(open: string, parts: readonly string[], close: string, margin: string, inner: string): string {
    if (parts.length === 0) return open + close;
    if (indent === 0) return open + parts.join(',') + close;
    return `${open}\n${inner}${parts.join(`,\n${inner}`)}\n${margin}${close}`;
  }

  return write(value, '', 0);
}

function numberText(value: number): string {
  if (!Number.isFinite(value)) return `"${value}"`;
  return Object.is(value, -0) ? '-0' : String(value);
}
