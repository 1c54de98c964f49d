import { completedRun, inputsOf, pathsOf } from './completed-run.js';

/** Threads of the program's own do not inherit the context of the client. */
export async function userThreads(cell) {
  const { expect } = cell;
  const lost = { present: 4, missing: 4 };
  const { sessions, judged } = await completedRun(cell, {
    datapoints: 2,
    spans: 8,
    attribution: { run_id: lost, dataset_id: lost, datapoint_id: lost },
  });
  const sums = sessions.map(({ session }) => session.outputs.sum).sort((one, other) => one - other);
  expect.equal('outputs.sum of the sessions', sums, [9, 72]);
  expect.faultTheAuditNames('spans from threads of the program lose the ids', judged.findings, {
    rule: 'ATTR-001',
    cause: 'trace-split',
  });
  const misplaced = sessions.flatMap(({ session, spans }) => {
    const parts = [session.inputs.start, session.inputs.start + 1];
    return spans.filter((span) => span.event_name === '__main__.in_thread' && !parts.includes(span.inputs.part));
  });
  expect.equal('thread spans in the session of the other datapoint', misplaced.length, 2);
}

const ASYNC_TREES = {
  python: ['experiment', 'experiment > __main__.fetch', 'experiment > __main__.fetch'],
  npm: ['Evaluators', 'Evaluators > has_both', 'Evaluators > length', 'fetch', 'fetch'],
};

export async function evaluateAsync(cell) {
  const { expect, client } = cell;
  if (client.name === 'py-preview') {
    const { judged } = await completedRun(cell, { datapoints: 3, spans: 0 });
    expect.faultTheAuditNames('evaluate() never awaits an async function, so nothing runs', judged.findings, {
      rule: 'SESS-002',
    });
    return;
  }
  const tree = ASYNC_TREES[client.language];
  const { sessions, judged } = await completedRun(cell, { datapoints: 3, spans: 3 * tree.length });
  for (const [at, topic] of ['a', 'b', 'c'].entries()) {
    const where = `session of topic ${topic}`;
    expect.equal(`spans in the ${where}`, pathsOf(sessions[at]), tree);
    expect.members(where, sessions[at].session, { 'outputs.text': `part ${topic}1, part ${topic}2` });
  }
  expect.equal('findings', judged.findings, []);
}

/** Datapoints that bring ids keep them in Python, with `EXT-` before; npm hashes the whole datapoint. */
export async function externalDataset(cell) {
  const { expect, client } = cell;
  const { run, sessions } = await completedRun(cell, { datapoints: 2, spans: 2 });
  const datapointIds = sessions.map(({ session }) => session.metadata.datapoint_id);
  if (client.language === 'npm') {
    for (const id of [run.dataset_id, ...datapointIds]) {
      expect.holds(/^EXT-[0-9a-f]{24}$/.test(id), `${id} is not EXT- and 24 hex digits`);
    }
  } else {
    expect.holds(/^EXT-[0-9a-f]{16}$/.test(run.dataset_id), `${run.dataset_id} is not EXT- and 16 hex digits`);
    expect.equal('datapoints of the sessions', datapointIds, ['EXT-first', 'EXT-second']);
    expect.equal('run.metadata.datapoint_ids', run.metadata.datapoint_ids, ['EXT-first', 'EXT-second']);
  }
  expect.equal('run.metadata.offline_dataset_id', run.metadata.offline_dataset_id, run.dataset_id);
}

/** The run names the dataset of the server, and each session a datapoint of it. */
export async function managedDataset(cell) {
  const { printed, stored, expect, client } = cell;
  if (client.name === 'py-oldest') {
    const { run, judged } = await completedRun(cell, { datapoints: 0, spans: 0 });
    expect.equal('run.dataset_id', run.dataset_id, printed.datasetId);
    expect.faultTheVerdictNames(
      'evaluate(dataset_id=…) cannot read any datapoint, and runs on none',
      judged,
      /^No spans arrived/,
    );
    return;
  }
  const { run, sessions } = await completedRun(cell, { datapoints: 2, spans: client.language === 'npm' ? 4 : 2 });
  expect.equal('run.dataset_id', run.dataset_id, printed.datasetId);
  const [mexico, peru] = sessions;
  expect.equal('inputs of the sessions', sessions.map(inputsOf), [{ country: 'Mexico' }, { country: 'Peru' }]);
  const datapointIds = [mexico, peru].map(({ session }) => session.metadata.datapoint_id);
  expect.equal('datapoints of the sessions', datapointIds, printed.datapointIds);
  const dataset = await stored.dataset(printed.datasetId);
  expect.equal('datapoints of the dataset', dataset.datapoints, printed.datapointIds);
  expect.members('first datapoint', await stored.datapoint(printed.datapointIds[0]), {
    inputs: { country: 'Mexico' },
    ground_truth: { capital: 'Mexico city' },
  });
  const { metrics } = await stored.result(printed.runId, 'average');
  expect.members('result, metric', metrics.details[0], { metric_name: 'is_right', aggregate: 0.5 });
}

export async function stringOutputs(cell) {
  const { expect, client } = cell;
  const { sessions } = await completedRun(cell, { datapoints: 1, spans: 1 });
  const [{ session, spans }] = sessions;
  if (client.language === 'npm') {
    expect.equal('session outputs', session.outputs, { output: 'hello Ada' });
    return;
  }
  expect.members('span “experiment”', spans[0], { 'outputs.result': 'hello Ada' });
  if (client.name === 'py-current' || client.name === 'py-captured') {
    expect.members('session', session, { outputs: {}, feedback: {} });
    expect.faultNeverSent(
      'when the function returned a text, outputs and ground truth of the session are not sent',
      'none',
    );
  } else {
    expect.members('session', session, { outputs: 'hello Ada', 'feedback.ground_truth.greeting': 'hello Ada' });
  }
}

const RAISED = {
  python: { name: '__main__.fails', error: 'ValueError: cannot read this' },
  npm: { name: 'fails', error: 'RangeError: cannot read this' },
};

/** The error, and what was enriched before it, are on the span that raised. */
export async function raisingFunction(cell) {
  const { expect, client } = cell;
  const { sessions, judged } = await completedRun(cell, { datapoints: 1, spans: client.language === 'npm' ? 2 : 3 });
  const [{ session, spans }] = sessions;
  const { name, error } = RAISED[client.language];
  const raised = spans.find((span) => span.event_name === name);
  expect.members(`span “${name}”`, raised, { error, 'metadata.attempt': 1 });
  expect.members('session', session, { 'outputs.recovered': true });
  expect.equal('findings', judged.findings, []);
  if (client.language === 'npm') return;
  const sibling = spans.find((span) => span.event_name === 'fails_error');
  expect.members('span “fails_error”', sibling, {
    error: 'cannot read this',
    parent_id: raised?.parent_id,
    'metadata.honeyhive_error': 'cannot read this',
    'metadata.honeyhive_error_type': 'ValueError',
    'metadata.attempt': undefined,
  });
}

/** npm remembers the ids of the first datapoint in the closure of the traced function. */
export async function moduleLevelSpan(cell) {
  const { expect, client } = cell;
  const isRemembered = client.language === 'npm';
  const { sessions, judged } = await completedRun(cell, {
    datapoints: 2,
    spans: 4,
    ...(isRemembered && { attribution: { datapoint_id: { present: 3, conflicting: 1 } } }),
  });
  expect.equal(
    'outputs of the sessions',
    sessions.map(({ session }) => session.outputs),
    [{ text: 'ONE' }, { text: 'TWO' }],
  );
  if (isRemembered) {
    expect.faultTheAuditNames('a function traced once keeps the ids of the first datapoint', judged.findings, {
      rule: 'ATTR-002',
    });
  } else {
    expect.equal('findings', judged.findings, []);
  }
}
