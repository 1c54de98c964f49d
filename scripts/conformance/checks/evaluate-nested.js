import { completedRun, pathsOf, scoresOf } from './completed-run.js';

const TREES = {
  python: ['experiment', 'experiment > __main__.answer', 'experiment > __main__.answer > __main__.look_up'],
  npm: ['Evaluators', 'Evaluators > names_the_fruit', 'answer', 'answer > look_up'],
};
const SPAN_NAMES = {
  python: { answer: '__main__.answer', lookUp: '__main__.look_up', argument: 'inputs.question' },
  npm: { answer: 'answer', lookUp: 'look_up', argument: 'inputs._params_.question' },
};
/** In the order of the questions. */
const DATAPOINTS = [
  { question: 'p', found: 'pears', truth: 'plums', score: 0 },
  { question: 'q', found: 'apples', truth: 'apples', score: 1 },
];
const AGGREGATES = { average: 0.5, sum: 1, min: 0, max: 1, count: 2, median: 0.5, p90: 0.9, p95: 0.95, p99: 0.99 };

export async function evaluateNested(cell) {
  const { printed, stored, expect, client } = cell;
  const names = SPAN_NAMES[client.language];
  const tree = TREES[client.language];
  const { run, sessions, judged } = await completedRun(cell, { datapoints: 2, spans: 2 * tree.length });

  for (const [at, { question, found, truth, score }] of DATAPOINTS.entries()) {
    const where = `session of “${question}”`;
    const { session, spans } = sessions[at];
    expect.equal(`spans in the ${where}`, pathsOf(sessions[at]), tree);
    expect.members(where, session, {
      'outputs.answer': `about ${found}`,
      [client.language === 'npm' ? 'inputs.inputs.question' : 'inputs.question']: question,
      event_name: run.name,
    });
    if (client.language === 'python') expect.members(where, session, { 'feedback.ground_truth.fruit': truth });
    const answer = spans.find((span) => span.event_name === names.answer);
    const lookUp = spans.find((span) => span.event_name === names.lookUp);
    expect.members(`“answer” in the ${where}`, answer, {
      event_type: 'model',
      [names.argument]: question,
      'outputs.result': `about ${found}`,
      'metadata.run_id': printed.runId,
      'metadata.dataset_id': run.dataset_id,
      'metadata.datapoint_id': session.metadata.datapoint_id,
    });
    expect.members(`“look_up” in the ${where}`, lookUp, { event_type: 'tool', 'outputs.result': found });
    expect.equal(`score in the ${where}`, scoresOf(sessions[at], client)?.names_the_fruit, score);
  }

  expect.equal('findings', judged.findings, []);
  for (const [aggregate, value] of Object.entries(AGGREGATES)) {
    const { metrics, passed } = await stored.result(printed.runId, aggregate);
    expect.members(`result by ${aggregate}, metric`, metrics.details[0], {
      metric_name: 'names_the_fruit',
      aggregate: value,
    });
    expect.equal(
      'datapoints that passed',
      passed.toSorted(),
      sessions.map(({ session }) => session.metadata.datapoint_id).sort(),
    );
  }
  if (client.language === 'npm') {
    expect.faultNeverSent('evaluate() keeps the ground truth to itself', 'feedback {} on the sessions');
    const calls = printed.rewritten.map((call) => call.replace(printed.runId, '{run_id}'));
    expect.equal('calls to another server than serverUrl', calls, ['POST /runs', 'PUT /runs/{run_id}']);
    expect.fault(
      'evaluate({serverUrl}) sends POST /runs and PUT /runs/{run_id} to api.honeyhive.ai',
      'the programs send them on to the server; without that no run is made at all',
    );
  } else if (client.name !== 'py-preview') {
    // The preview looks for metrics where no server puts them.
    expect.equal('metrics that evaluate() returned', printed.metrics, { names_the_fruit: 0.5 });
  }
}

/** The same program, and that its spans came as gzipped protobuf. */
export async function protobufGzip(cell) {
  await evaluateNested(cell);
  const { printed, stored, expect } = cell;
  const deliveries = await stored.deliveriesOf(printed.runId);
  const exports = deliveries.filter(({ path }) => path.endsWith('/traces'));
  expect.holds(exports.length > 0, 'no export request is among the deliveries of the run');
  for (const request of exports) {
    expect.members(`delivery ${request.id}`, request, {
      contentType: 'application/x-protobuf',
      contentEncoding: 'gzip',
      outcome: 'accepted',
      rejected: 0,
    });
  }
}
