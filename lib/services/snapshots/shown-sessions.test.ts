import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SnapshotContents } from '../../contracts/snapshots';
import { shownSessions } from './shown-sessions';

type Shown = Parameters<typeof shownSessions>[0];

const session = fc.string({ maxLength: 3 });
const located = fc.record({ sessionId: session, spanId: fc.string() });
const side = fc.option(fc.record({ spans: fc.nat(), example: fc.option(located, { nil: null }) }), { nil: null });
const sides = fc.array(fc.record({ base: side, run: side }), { maxLength: 4 });
const shown = fc.record({
  comparison: fc.record({ rows: sides }),
  findings: fc.array(located, { maxLength: 4 }),
  tree: fc.record({ nodes: sides }),
  datapoints: fc.array(fc.record({ baseSessions: fc.array(session), runSessions: fc.array(session) }), {
    maxLength: 4,
  }),
  exemplars: fc.array(located, { maxLength: 4 }),
}) as fc.Arbitrary<unknown> as fc.Arbitrary<Shown>;

/** Whatever names a session, wherever it stands in the JSON. */
function named(contents: Partial<SnapshotContents>): ReadonlySet<string> {
  const found = new Set<string>();
  JSON.stringify(contents, (name, value: unknown) => {
    if (name === 'sessionId') found.add(String(value));
    if (name === 'baseSessions' || name === 'runSessions') for (const id of value as string[]) found.add(id);
    return value;
  });
  return found;
}

test('no session that the contents name anywhere is left out, and no other is in', () => {
  fc.assert(
    fc.property(shown, (contents) => {
      const sessions = shownSessions(contents);
      expect(sessions).toEqual([...named(contents)].sort());
    }),
  );
});
