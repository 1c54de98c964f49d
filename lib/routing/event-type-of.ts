import type { Attribute } from '../domain/attributes';
import type { EventType } from '../domain/event';

/** A span with one of these keys, or a key below one, is a model call (honeyhive-system.md 4.3). */
const MODEL_KEYS = ['llm.request.type', 'gen_ai.prompt', 'llm.input_messages', 'ai.prompt.messages'];

/** Parts of a span's name and the event type they mean; the first that occurs decides. */
const TYPE_BY_NAME: readonly (readonly [part: string, type: EventType])[] = [
  ['chat', 'model'],
  ['completion', 'model'],
  ['tool', 'tool'],
  ['function', 'tool'],
];

/** The event type of a span whose client names none: by its keys, else by its name, else `tool`. */
export function eventTypeOf(name: string, attributes: readonly Attribute[]): EventType {
  if (attributes.some(({ key }) => isModelKey(key))) return 'model';
  const lowerName = name.toLowerCase();
  return TYPE_BY_NAME.find(([part]) => lowerName.includes(part))?.[1] ?? 'tool';
}

function isModelKey(key: string): boolean {
  for (const modelKey of MODEL_KEYS) {
    if (key.startsWith(modelKey) && (key.length === modelKey.length || key[modelKey.length] === '.')) return true;
  }
  return false;
}
