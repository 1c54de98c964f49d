import type { Case } from './behaviour';
import { type Ids, jsonIds, jsonOf, newIds, post } from './bodies';
import { expectEqual, expectThat } from './expectations';
import { expectAccepted, expectRejected } from './read-answer';
import { attributeOf, expectStored, type StoredSpan, whereVisible } from './stored';
import type { Target } from './target';

/** A span with these members beside its ids, which must be kept; what is stored is looked at where that is possible. */
export async function expectSpan(
  target: Target,
  members: string,
  look: (stored: StoredSpan, warning: string) => void,
  ids: Ids = newIds(),
): Promise<void> {
  const { message } = expectAccepted(
    await post(target, 'json', jsonOf(`${jsonIds(ids)}${members && ','}${members}`)),
    'json',
  );
  await whereVisible(target, async () => look(await expectStored(target, ids), message));
}

/** A case whose span has this one attribute value, given as JSON text, stored as the other. */
export function valueCase(value: string, expected: unknown, name = value): Case {
  return {
    name,
    run: (target) =>
      expectSpan(target, `"attributes":[{"key":"k","value":${value}}]`, (stored) =>
        expectEqual(attributeOf(stored), expected, 'stored value'),
      ),
  };
}

export function memberCase(members: string, member: string, expected: unknown, name = members): Case {
  return {
    name,
    run: (target) => expectSpan(target, members, ({ span }) => expectEqual(span[member], expected, `stored ${member}`)),
  };
}

/** A case whose first span is refused alone; the second is kept. */
export function rejectedCase(name: string, membersOf: (ids: Ids) => string, says?: RegExp): Case {
  return {
    name,
    run: async (target) => {
      const good = newIds();
      const answer = await post(target, 'json', jsonOf(membersOf(newIds()), jsonIds(good)));
      const { message } = expectRejected(answer, 'json', 1);
      if (says !== undefined) expectThat(says.test(message), `a message like ${says}`, message);
      await whereVisible(target, async () => void (await expectStored(target, good)));
    },
  };
}

export function warnedCase(name: string, members: string, look: (stored: StoredSpan) => void): Case {
  return {
    name,
    run: async (target) => {
      const ids = newIds();
      const answer = await post(target, 'json', jsonOf(`${jsonIds(ids)},${members}`));
      const { message } = expectAccepted(answer, 'json');
      expectThat(message !== '', 'a warning', 'none');
      await whereVisible(target, async () => look(await expectStored(target, ids)));
    },
  };
}
