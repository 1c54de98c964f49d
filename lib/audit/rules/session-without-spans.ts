import { makeFinding } from '../make-finding';
import type { Rule } from './rule';

/** Most sessions a finding names. */
const NAMED_MAX = 5;

/**
 * The client says that the run is completed, and no span of a session that it started has arrived
 * (honeyhive-system.md 6.4 D1): the Python client drops a refused batch and reports success all the same. A session
 * whose events were made over REST has no spans to send. The finding goes when spans arrive late.
 */
export const SESS_002: Rule = {
  code: 'SESS-002',
  check: ({ c }) => {
    const { session, run, elsewhere } = c;
    if (c.spans.length > 0 || !session.declared || run?.status !== 'completed' || elsewhere?.hasEvents) return [];
    const strays = elsewhere?.neverStarted ?? [];
    return [
      makeFinding(c, {
        rule: 'SESS-002',
        severity: 'critical',
        ...(strays.length > 0 ? replaced(strays) : NOT_RECEIVED),
        title: 'The run is completed, and no span of the session arrived',
        keys: [],
        span: null,
        shape: null,
        size: 1,
        spans: [],
        expected: {},
        observed: {},
        evidence: [
          'The session was started over REST, and no span names it.',
          'The client set the status of its run to completed.',
          ...(run.eventIds.includes(session.sessionId) ? ['The run names the session among its event_ids.'] : []),
          ...(hasOutputs(session.event.outputs) ? ['The session has outputs: the work was done.'] : []),
          ...strays.slice(0, NAMED_MAX).map((id) => `Session ${id}: same run and datapoint, has spans, never started.`),
        ],
      }),
    ];
  },
};

const NOT_RECEIVED = {
  handover: 'exported-to-received',
  cause: {
    code: 'not-determined',
    confidence: 'low',
    text: 'The export was refused or never reached this server, the client ended before it flushed, or nothing was traced.',
  },
  advice:
    'Look for refused exports of that time under Deliveries, then in the client’s log: a batch that was not answered with 200 is not sent again.',
} as const;

function replaced(strays: readonly string[]) {
  return {
    handover: 'set-to-stamped',
    cause: {
      code: 'session-id-replaced',
      confidence: 'medium',
      text: `The client did not take over the id that the session start answered, and sent the spans under ${strays.length === 1 ? 'another one' : 'others'} that nobody started.`,
    },
    advice:
      'Compare the answer of POST /session/start with what the client reads from it: when a member is missing, the client makes up a session id and says nothing.',
  } as const;
}

function hasOutputs(outputs: unknown): boolean {
  return typeof outputs === 'object' && outputs !== null ? Object.keys(outputs).length > 0 : outputs != null;
}
