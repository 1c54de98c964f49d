import { inspect, isDeepStrictEqual } from 'node:util';

/**
 * Collects what a check finds wrong, so that one run names every key at once instead of the first.
 * `problems` are the server's; `faults` are the client's, each with how it shows.
 */
export function newExpectations() {
  const problems = [];
  const faults = [];

  const expect = {
    problems,
    faults,

    /** @param {string} where the value was read, as a path a reader can follow */
    equal(where, seen, expected) {
      if (!isDeepStrictEqual(seen, expected)) problems.push(`${where} is ${print(seen)}, expected ${print(expected)}`);
    },

    /**
     * Some members of an event or answer, by dotted path; `undefined` expects that there is none. No word on the others.
     * @param {Record<string, unknown>} expected
     */
    members(where, seen, expected) {
      for (const [path, value] of Object.entries(expected))
        expect.equal(`${where}.${path}`, valueAt(seen, path), value);
    },

    holds(isSo, otherwise) {
      if (!isSo) problems.push(otherwise);
    },

    /** A fault of the client's own, and how this shows. */
    fault(what, says) {
      faults.push({ what, says });
    },

    /** A loss of the client's own that the audit must name: by a finding of the rule and, if given, cause. */
    faultTheAuditNames(what, findings, { rule, cause }) {
      const finding = findings.find((one) => one.rule === rule && (cause === undefined || one.cause.code === cause));
      if (finding !== undefined) return expect.fault(what, `${finding.rule}: ${finding.title}. ${finding.cause.text}`);
      const named = findings.map((one) => `${one.rule}/${one.cause.code} ${one.title}`);
      problems.push(
        `the audit has no ${rule}${cause ? ` with cause ${cause}` : ''} for “${what}”, but ${print(named)}`,
      );
    },

    /** A loss of the client's own that shows only in the sentence about the whole run. */
    faultTheVerdictNames(what, { verdict }, pattern) {
      if (pattern.test(verdict)) return expect.fault(what, `the verdict: ${verdict}`);
      problems.push(`the verdict for “${what}” is ${print(verdict)}, expected ${pattern}`);
    },

    /** A loss of the client's own that leaves nothing to audit. `stored` is what the server has instead. */
    faultNeverSent(what, stored) {
      expect.fault(what, `it was not sent, so no audit can know; stored: ${stored}`);
    },
  };
  return expect;
}

/**
 * What a dotted path means in an event. Stored keys may themselves contain dots (`outputs['result.answer']`), so at
 * every object the longest key that fits is taken.
 */
function valueAt(value, path) {
  if (path === '') return value;
  if (typeof value !== 'object' || value === null) return undefined;
  const segments = path.split('.');
  for (let length = segments.length; length > 0; length--) {
    const key = segments.slice(0, length).join('.');
    if (Object.hasOwn(value, key)) return valueAt(value[key], segments.slice(length).join('.'));
  }
  return undefined;
}

function print(value) {
  const text = inspect(value, { depth: 6, breakLength: Number.POSITIVE_INFINITY, maxStringLength: 200 });
  return text.length > 600 ? `${text.slice(0, 600)}…` : text;
}
