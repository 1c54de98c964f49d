const ATTRIBUTION_KEYS = ['run_id', 'dataset_id', 'datapoint_id'];

/**
 * What holds after every `evaluate()`: the run is complete and names its sessions, each session carries the three ids and
 * its own datapoint, every span has its parent, the audit counted all spans, and no request was refused.
 * @param {object} expected
 * @param {number} expected.datapoints of the dataset, each of which makes a session
 * @param {number} expected.spans over all sessions
 * @param {Partial<Record<string, object>>} [expected.attribution] counts by key where not all spans are `present`
 * @returns the run, its `sessions` as stored (in the order of their inputs) and the audit's `judged` run
 */
export async function completedRun({ printed, stored, expect, client }, { datapoints, spans, attribution = {} }) {
  expect.equal('status that evaluate() returned', printed.status, 'completed');
  const judged = await stored.judgedRun(printed.runId);
  const run = await stored.run(printed.runId);
  const sessions = await Promise.all(run.event_ids.map((sessionId) => stored.session(sessionId)));
  sessions.sort((one, other) => (textOfInputs(one) < textOfInputs(other) ? -1 : 1));

  expect.equal('run.status', run.status, 'completed');
  expect.equal('number of run.event_ids', run.event_ids.length, datapoints);
  for (const [at, { session }] of sessions.entries()) {
    const where = `session ${at + 1}`;
    if (session === undefined) {
      expect.holds(false, `${where}, ${run.event_ids[at]}, is not stored`);
      continue;
    }
    expect.equal(`${where} metadata.run_id`, session.metadata.run_id, printed.runId);
    expect.equal(`${where} metadata.dataset_id`, session.metadata.dataset_id, run.dataset_id);
    expect.equal(`${where} source`, session.source, 'evaluation');
  }
  const datapointIds = sessions.map(({ session }) => session?.metadata.datapoint_id);
  expect.equal('number of different datapoints', new Set(datapointIds).size, datapoints);

  const known = new Set(sessions.flatMap(({ session, spans }) => [session, ...spans].map((event) => event?.event_id)));
  for (const span of sessions.flatMap((session) => session.spans)) {
    expect.holds(known.has(span.parent_id), `parent ${span.parent_id} of “${span.event_name}” is not stored`);
  }

  expect.members('the audited run', judged, { sessions: datapoints, datapoints, spans, status: 'completed' });
  expect.equal('client of the audited run', judged.client, clientAsItSays(client));
  for (const key of ATTRIBUTION_KEYS) {
    const counts = Object.entries(judged.attribution[key]).filter(([, count]) => count > 0);
    expect.equal(`counts of ${key}`, Object.fromEntries(counts), attribution[key] ?? present(spans));
  }
  for (const { method, path, status } of await stored.deliveriesOf(printed.runId)) {
    expect.equal(`status of ${method} ${path}`, status, 200);
  }
  return { run, sessions, judged };
}

function present(spans) {
  return spans === 0 ? {} : { present: spans };
}

/** Names of the spans of a session, each with those above it, in alphabetical order. */
export function pathsOf({ spans }) {
  const byId = new Map(spans.map((span) => [span.event_id, span]));
  return spans.map((span) => pathOf(span, byId)).sort();
}

function pathOf(span, byId) {
  const parent = byId.get(span.parent_id);
  return parent === undefined ? span.event_name : `${pathOf(parent, byId)} > ${span.event_name}`;
}

/** Inputs of the datapoint as the client files them on the session. */
export function inputsOf({ session }) {
  return session.inputs.inputs ?? session.inputs;
}

function textOfInputs(session) {
  return session.session === undefined ? '' : JSON.stringify(inputsOf(session));
}

/** What each client calls itself in its requests. */
function clientAsItSays({ name, version }) {
  if (name === 'py-preview') return { name: 'HoneyHive-Python-SDK', version: version.replace('rc', '-rc') };
  // The npm package was published without raising the version its generated code sends.
  return { name: 'honeyhive', version: name === 'npm' ? '1.0.21' : version };
}

/** Since evaluators run inside the datapoint's span their scores are on it; before, and in npm, on the session. */
export function scoresOf({ session, spans }, { name }) {
  const isOnSpan = name === 'py-current' || name === 'py-captured';
  return isOnSpan ? spans.find((span) => span.event_name === 'experiment')?.metrics : session.metrics;
}
