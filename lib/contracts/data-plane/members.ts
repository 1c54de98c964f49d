import { z } from 'zod';
import { readDateRange } from '../../domain/date-range';
import { AppError } from '../../domain/errors';
import { isJsonObject, type JsonObject, type JsonValue } from '../../domain/json';
import { MAX_DEPTH_SENT, parseJson } from '../../domain/json-text';

/**
 * Members of the HoneyHive data-plane API, as its clients send them (OpenAPI 1.2.1 with the legacy forms). What is unknown
 * is ignored and `null` counts as absent, as upstream; a member of the wrong type is refused.
 */

/** Kept by reference, never copied: a copy would have to know about keys such as `__proto__`. */
export const jsonObjectSchema = z
  .custom<JsonObject>((value) => isJsonObject(value as JsonValue), 'expected an object')
  .meta({ override: { type: 'object', additionalProperties: true } });
export const jsonValueSchema = z
  .custom<JsonValue>((value) => value !== undefined, 'expected any JSON value')
  .meta({
    override: {},
  });

export const bucket = absentIfNull(jsonObjectSchema);
export const text = absentIfNull(z.string());
export const texts = absentIfNull(z.array(z.string()));
/** Unix milliseconds or a duration in milliseconds. */
export const millis = absentIfNull(z.union([z.number(), z.bigint().transform(Number)], 'expected a number'));

export function absentIfNull<S extends z.ZodType>(schema: S) {
  return schema.nullish().transform((value) => value ?? undefined);
}

/**
 * `{ [wrapper]: {…} }` and the bare object are the same body. The text of an object is taken for it, as the public
 * OpenAPI document 1.1.0 has it.
 */
export function bareOrIn<S extends z.ZodType>(wrapper: string, schema: S) {
  const unwrap = (value: unknown) => {
    const inner = isJsonObject(value as JsonValue) ? (value as JsonObject)[wrapper] : undefined;
    const object = typeof inner === 'string' ? parsedOr(inner, null) : inner;
    return isJsonObject(object) ? object : value;
  };
  return z.preprocess(unwrap, schema);
}

/** A member of a query that older clients write as JSON text, newer ones as a list of plain values. */
export function jsonTextOr<S extends z.ZodType>(schema: S) {
  return z.preprocess((value) => (typeof value === 'string' ? parsedOr(value, value) : value), schema);
}

function parsedOr(text: string, otherwise: JsonValue): JsonValue {
  try {
    return parseJson(text, MAX_DEPTH_SENT);
  } catch (error) {
    if (error instanceof AppError) return otherwise;
    throw error;
  }
}

const DATE_BOUND = { anyOf: [{ type: 'string', format: 'date-time' }, { type: 'number' }] };

/** What {@link readDateRange} takes. */
export const dateRange = absentIfNull(
  z
    .custom<JsonValue>(
      (value) => readDateRange((value ?? null) as JsonValue) !== undefined,
      'expected {"$gte": date, "$lte": date} or {"relative": "24h"}, a date being ISO 8601 or Unix milliseconds',
    )
    .meta({
      override: {
        anyOf: [
          { type: 'object', properties: { $gte: DATE_BOUND, $lte: DATE_BOUND } },
          { type: 'object', properties: { relative: { type: 'string', examples: ['24h'] } }, required: ['relative'] },
          { type: 'string', description: 'JSON text of either' },
        ],
      },
    })
    .transform(readDateRange),
);

/** A query parameter that may come once, several times (`ids=a&ids=b`, `ids[]=a`), or not at all. */
export const listParameter = z
  .union([z.string().transform((one) => [one]), z.array(z.string())])
  .optional()
  .meta({ override: { type: 'array', items: { type: 'string' } } });
