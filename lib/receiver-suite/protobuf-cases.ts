import { type Bytes, messageField, stringField } from '../testing/encode-protobuf';
import type { Case } from './behaviour';
import { type Ids, newIds, post, protobufIds, protobufOf } from './bodies';
import { expectEqual } from './expectations';
import { expectAccepted } from './read-answer';
import { attributeOf, expectStored, type StoredSpan, whereVisible } from './stored';
import type { Target } from './target';

/** A span made of these fields beside its ids; what is stored of it is looked at where that is possible. */
export async function expectSpan(
  target: Target,
  fields: readonly Bytes[],
  look: (stored: StoredSpan) => void,
  ids: Ids = newIds(),
): Promise<void> {
  expectAccepted(await post(target, 'protobuf', protobufOf([protobufIds(ids), ...fields])), 'protobuf');
  await whereVisible(target, async () => look(await expectStored(target, ids)));
}

/** A case whose span has one attribute with these AnyValue fields, stored as this OTLP/JSON value. */
export function valueCase(name: string, fields: readonly Bytes[], expected: unknown): Case {
  const attribute = messageField(9, stringField(1, 'k'), messageField(2, ...fields));
  return {
    name,
    run: (target) =>
      expectSpan(target, [attribute], (stored) => expectEqual(attributeOf(stored), expected, 'stored value')),
  };
}

/** A case whose span has these fields, of which this member is stored. */
export function memberCase(name: string, fields: readonly Bytes[], member: string, expected: unknown): Case {
  return {
    name,
    run: (target) => expectSpan(target, fields, ({ span }) => expectEqual(span[member], expected, `stored ${member}`)),
  };
}

export const attribute = (...value: readonly Bytes[]) =>
  messageField(9, stringField(1, 'k'), messageField(2, ...value));
