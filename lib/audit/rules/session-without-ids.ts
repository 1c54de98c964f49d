import { canonicalValue } from '../canonical-value';
import { countOf, inWords } from '../in-words';
import { makeFinding } from '../make-finding';
import type { Rule } from './rule';

/**
 * The session's own record has no ids while most of its spans carry them: the client never finished the session
 * (honeyhive-system.md 6.1 A5). Only told once nothing more is expected, because some clients send the ids last.
 */
export const SESS_001: Rule = {
  code: 'SESS-001',
  check: ({ c, census }) => {
    if (!c.settled) return [];
    const absent = c.keys.filter(({ name }, key) => {
      const carriers = census.carriers[key]?.all ?? 0;
      return !c.recorded.has(name) && carriers > 0 && carriers * 2 >= c.spans.length;
    });
    if (absent.length === 0) return [];
    const keys = absent.map(({ name }) => name);
    const values = keys.map((key) => [key, canonicalValue(c, key)] as const);
    return [
      makeFinding(c, {
        rule: 'SESS-001',
        severity: 'warning',
        handover: 'set-to-stamped',
        ...(c.session.declared ? withoutIds(inWords(keys)) : neverStarted(inWords(keys))),
        keys,
        span: null,
        shape: null,
        size: 1,
        spans: [],
        expected: Object.fromEntries(values.flatMap(([key, value]) => (value === null ? [] : [[key, value]]))),
        observed: Object.fromEntries(keys.map((key) => [key, null])),
        evidence: keys.map(
          (key, i) =>
            `${key}: on ${census.carriers[c.keys.findIndex(({ name }) => name === key)]?.all ?? 0} of ${countOf(c.spans.length, 'span')}, as ${values[i]?.[1] ?? 'several values'}.`,
        ),
      }),
    ];
  },
};

function withoutIds(keys: string) {
  return {
    title: `The session’s record has no ${keys}, its spans have`,
    cause: undetermined(
      'The session was started without ids, and no later update brought them: the client may have stopped early.',
    ),
    advice: 'Check that the session start succeeded and that the client’s last update (PUT /events) was sent.',
  };
}

function neverStarted(keys: string) {
  return {
    title: `The session was never started; its spans carry ${keys}`,
    cause: undetermined(
      'The client never announced this session over REST, or the announcement failed: it is known only from its spans.',
    ),
    advice:
      'Look for a refused POST /session/start under Deliveries and in the client’s log: when the start fails, the Python client makes up a session id and goes on.',
  };
}

function undetermined(text: string) {
  return { code: 'not-determined', confidence: 'low', text } as const;
}
