import { setTimeout } from 'node:timers/promises';

const SETTLE_ATTEMPTS = 150;
const SETTLE_PAUSE_MS = 200;
/** What tells the checks' requests from those of the clients. */
const HEADERS = { Authorization: 'Bearer any', 'User-Agent': 'conformance-checks' };

/**
 * What the server keeps, read by its query API (`/v1/…`) and, for the audit's verdict, its JSON API (`/api/…`).
 * Every read throws with the server's own words when it is refused.
 */
export function storedAt(origin, project) {
  const api = `/api/projects/${encodeURIComponent(project)}`;

  async function request(method, path, body) {
    const response = await fetch(origin + path, {
      method,
      headers: { ...HEADERS, ...(body && { 'Content-Type': 'application/json' }) },
      body: body && JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text.slice(0, 500)}`);
    return text;
  }

  async function read(path) {
    return JSON.parse(await request('GET', path));
  }

  /** Spans, and calls after them, may still be on their way when the program has ended. */
  async function readSettled(path, isSettled) {
    for (let attempt = 1; ; attempt++) {
      const judged = await read(path);
      if (isSettled(judged) || attempt === SETTLE_ATTEMPTS) return judged;
      await setTimeout(SETTLE_PAUSE_MS);
    }
  }

  const stored = {
    /** The export of a session as the server printed it, where numbers still have all their digits. */
    exportText(sessionId) {
      const filters = [{ field: 'session_id', operator: 'is', value: sessionId, type: 'string' }];
      return request('POST', '/v1/events/export', { project, filters, limit: 7500 });
    },

    /** All events of a session: `session`, its own, and `spans`, the others by start. */
    async session(sessionId) {
      const { events } = JSON.parse(await stored.exportText(sessionId));
      return {
        session: events.find((event) => event.event_type === 'session'),
        spans: events
          .filter((event) => event.event_type !== 'session')
          .sort((one, other) => one.start_time - other.start_time),
      };
    },

    async event(eventId) {
      return (await read(`/v1/events/${eventId}`)).event;
    },

    async run(runId) {
      return (await read(`/v1/runs/${runId}`)).evaluation;
    },

    result: (runId, aggregate) => read(`/v1/runs/${runId}/result?aggregate_function=${aggregate}`),

    comparison: (newRunId, oldRunId) => read(`/v1/runs/${newRunId}/compare-with/${oldRunId}`),

    async dataset(datasetId) {
      return (await read(`/v1/datasets?dataset_id=${datasetId}`)).datasets[0];
    },

    async datapoint(datapointId) {
      return (await read(`/v1/datapoints/${datapointId}`)).datapoint[0];
    },

    /** Status of a read that may be refused. */
    async status(path) {
      return (await fetch(origin + path, { headers: HEADERS })).status;
    },

    /** The audit's verdict of a run: attribution counts by key, findings, client. */
    judgedRun: (runId) => readSettled(`${api}/runs/${runId}`, (run) => run.unsettledSessions === 0),

    /** The audit's verdict of a session, with the states of every span. */
    judgedSession: (sessionId) => readSettled(`${api}/sessions/${sessionId}`, (session) => session.settled),

    /** Requests as they arrived that concern a run, newest first. */
    async deliveriesOf(runId) {
      return (await read(`${api}/deliveries?run=${runId}&limit=100`)).deliveries;
    },

    /** Every request of a client that was refused whole or in part; a body that could not be read is about no run. */
    async refusals() {
      const refused = [];
      for (let cursor = ''; cursor !== null; ) {
        const after = cursor && `&cursor=${encodeURIComponent(cursor)}`;
        const page = await read(`${api}/deliveries?show=refused&limit=100${after}`);
        refused.push(...page.deliveries.filter(({ userAgent }) => userAgent !== HEADERS['User-Agent']));
        cursor = page.nextCursor;
      }
      return refused;
    },
  };
  return stored;
}
