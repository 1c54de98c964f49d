import type { AttributeValue } from '../domain/attributes';
import { isJsonObject, type JsonValue, jsonObject } from '../domain/json';
import { parseJson } from '../domain/json-text';
import { lawfulJson } from './lawful-json';
import type { Transform } from './table';

/** Deeper structures stay text, so that the event they go into can always be written as JSON. */
const MAX_DEPTH = 100;

/** The sent value as a rule wants it stored. */
export const TRANSFORMS: Readonly<Record<Transform, (value: AttributeValue) => JsonValue>> = {
  json: readStructure,
  'chat-messages': (value) => {
    const messages = readStructure(value);
    return Array.isArray(messages) ? messages.map(joinTextParts) : messages;
  },
};

function readStructure(value: AttributeValue): JsonValue {
  if (typeof value !== 'string') return lawfulJson(value);
  return structureOf(value) ?? value;
}

/** The array or object a text is JSON of; undefined for all other texts. */
function structureOf(text: string): JsonValue | undefined {
  const first = text.trimStart()[0];
  if (first !== '[' && first !== '{') return undefined;
  try {
    const value = parseJson(text);
    return isDeeperThan(MAX_DEPTH, value) ? undefined : value;
  } catch {
    return undefined;
  }
}

function isDeeperThan(levels: number, value: JsonValue): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((child: JsonValue) => isDeeperThan(levels - 1, child));
}

/** A message whose content is a list of nothing but text parts, with these joined (pair 16). */
function joinTextParts(message: JsonValue): JsonValue {
  if (!isJsonObject(message) || !Array.isArray(message.content) || message.content.length === 0) return message;
  const texts: string[] = [];
  for (const part of message.content) {
    if (!isJsonObject(part) || part.type !== 'text' || typeof part.text !== 'string') return message;
    texts.push(part.text);
  }
  return Object.assign(jsonObject(), message, { content: texts.join('') });
}
