import type { Dice } from '../dice';
import { HOSTILE_NAMES, HOSTILE_VALUES } from './hostile-values';
import type { Drawn } from './json-text';

/** What is read of a JSON Schema. */
export interface Schema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly Drawn[];
  readonly const?: Drawn;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly minLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly format?: string;
}

/** Values that mean something on the server, by the name of the member or parameter. */
export type KnownValues = Readonly<Record<string, readonly string[]>>;

const DATES = ['2026-11-21T12:00:00Z', '2026-11-21', '1970-01-01T00:00:00.000Z', '2026-11-21T12:00:00+05:45'];
const FIELDS = ['metadata.run_id', 'event_type', 'metrics.ev', 'inputs', 'a.b.0.c', 'start_time'];
const WORDS = ['a', 'fn', 'ev', 'EXT-1', 'default', 'production', 'some words', '7d', '日本'];

/** Draws values that fit schemas, and values that nearly do. */
export class ValueDrawer {
  readonly #dice: Dice;
  readonly #known: KnownValues;

  constructor(dice: Dice, known: KnownValues) {
    this.#dice = dice;
    this.#known = known;
  }

  hostile(): Drawn {
    return this.#dice.pick(HOSTILE_VALUES);
  }

  /** A value that fits as far as a schema tells. @param name of the member that it is for */
  valid(schema: Schema, name = '', depth = 0): Drawn {
    const dice = this.#dice;
    if (schema.const !== undefined) return schema.const;
    if (schema.enum !== undefined) return dice.pick(schema.enum);
    const choices = schema.anyOf ?? schema.oneOf;
    if (choices !== undefined) return this.valid(dice.pick(choices), name, depth);
    const [first] = schema.allOf ?? [];
    if (first !== undefined) return this.valid(first, name, depth);
    const type = typeof schema.type === 'string' ? schema.type : schema.type && dice.pick(schema.type);
    switch (type) {
      case 'string':
        return this.#text(schema, name);
      case 'integer':
        return this.#integer(schema);
      case 'number':
        return dice.chance(0.5) ? this.#integer(schema) : (this.#integer(schema) * 7) / 8;
      case 'boolean':
        return dice.chance(0.5);
      case 'null':
        return null;
      case 'array':
        return this.#list(schema, name, depth);
      case 'object':
        return this.#object(schema, depth);
      default:
        return depth > 2 ? dice.pick(WORDS) : dice.pick<Drawn>([1, 'text', null, true, [], this.#anyObject()]);
    }
  }

  /** An object as of the schema with one thing wrong: a member hostile, missing, null, or one too many. */
  nearlyValid(schema: Schema): Drawn {
    const dice = this.#dice;
    const whole = this.valid(schema);
    if (!(whole instanceof Map) || dice.chance(0.1)) return this.hostile();
    const broken = new Map<string, Drawn>(whole);
    const names = [...new Set([...broken.keys(), ...Object.keys(schema.properties ?? {})])];
    const name = names.length === 0 ? 'x' : dice.pick(names);
    const member = broken.get(name);
    switch (dice.below(5)) {
      case 0:
        return broken.set(dice.pick(HOSTILE_NAMES), this.hostile());
      case 1:
        broken.delete(name);
        return broken;
      case 2:
        return broken.set(name, null);
      case 3: {
        // One level down, where there is one.
        if (member instanceof Map)
          return broken.set(name, new Map([...member, [dice.pick(HOSTILE_NAMES), this.hostile()]]));
        if (Array.isArray(member)) return broken.set(name, [...member, this.hostile()]);
        return broken.set(name, this.hostile());
      }
      default:
        return broken.set(name, this.hostile());
    }
  }

  #text({ format, minLength = 0 }: Schema, name: string): string {
    const dice = this.#dice;
    const known = Object.hasOwn(this.#known, name) ? this.#known[name] : undefined;
    if (known !== undefined && dice.chance(0.7)) return dice.pick(known);
    if (format === 'date-time' || /time|date/i.test(name)) return dice.pick(DATES);
    if (format === 'uuid' || (/(^|_)id$/.test(name) && dice.chance(0.5))) return this.#uuid();
    if (name === 'field') return dice.pick(FIELDS);
    return dice.pick(WORDS.filter((word) => word.length >= minLength));
  }

  #uuid(): string {
    return '00000000-0000-4000-8000-000000000000'.replace(/0/g, () => this.#dice.below(16).toString(16));
  }

  #integer({ minimum = -3, maximum = 1_000 }: Schema): number {
    const dice = this.#dice;
    const most = Math.min(maximum, minimum + 1_000_000);
    if (dice.chance(0.1)) return dice.pick([minimum, maximum]);
    return Math.floor(minimum + dice.below(dice.chance(0.8) ? Math.min(5, most - minimum + 1) : most - minimum + 1));
  }

  #list({ items = {}, minItems = 0 }: Schema, name: string, depth: number): Drawn {
    const length = minItems + this.#dice.below(3);
    // Names of lists are plurals of what is in them.
    const singular = name.replace(/s$/, '');
    return Array.from({ length }, () => this.valid(items, singular, depth + 1));
  }

  #object({ properties = {}, required = [], additionalProperties }: Schema, depth: number): Drawn {
    const members = new Map<string, Drawn>();
    for (const [name, schema] of Object.entries(properties)) {
      if (required.includes(name) || this.#dice.chance(depth > 3 ? 0.1 : 0.4)) {
        members.set(name, this.valid(schema, name, depth + 1));
      }
    }
    if (typeof additionalProperties === 'object' || (additionalProperties === true && members.size === 0)) {
      const schema = typeof additionalProperties === 'object' ? additionalProperties : {};
      members.set(this.#dice.pick(['ev', 'run_id', 'datapoint_id', 'x']), this.valid(schema, '', depth + 1));
    }
    return members;
  }

  #anyObject(): Drawn {
    return new Map<string, Drawn>([[this.#dice.pick(['a', 'b.c', '__proto__']), this.#dice.below(9)]]);
  }
}
