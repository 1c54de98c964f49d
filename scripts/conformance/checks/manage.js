/** Runs through the API client: made, read, changed, listed, deleted. */
export async function manageRuns({ printed, stored, expect }) {
  const run = await stored.run(printed.runId);
  expect.members('the run as made', printed.made, {
    name: 'managed run',
    status: 'pending',
    dataset_id: 'EXT-conformance',
  });
  expect.members('the run as changed', printed.changed, { name: 'renamed run', status: 'completed' });
  expect.members('the stored run', run, {
    name: 'renamed run',
    status: 'completed',
    dataset_id: 'EXT-conformance',
    configuration: { model: 'b', kept: true },
    'metadata.kept': 1,
    'metadata.added': 2,
    'metadata.offline_dataset_id': 'EXT-conformance',
    'metadata.datapoint_ids': ['EXT-one'],
  });
  for (const runId of [printed.runId, printed.doomed]) {
    expect.holds(printed.listed.includes(runId), `run ${runId} is not in the list of ${printed.listed.length}`);
  }
  expect.equal('answer to the deletion', printed.deleted, true);
  expect.holds(!printed.left.includes(printed.doomed), 'the deleted run is still listed');
  expect.equal('status of reading the deleted run', await stored.status(`/v1/runs/${printed.doomed}`), 404);
}

/** Datasets and datapoints through the API client: made, read, changed, listed, deleted. */
export async function manageDatasets({ printed, stored, expect, client }) {
  const suffix = client.language === 'npm' ? 'npm' : client.version;
  expect.members('the datapoint as made', printed.made, { inputs: { animal: 'cat' }, ground_truth: { legs: 4 } });
  expect.members('the datapoint as changed', printed.changed, { inputs: { animal: 'dog' }, ground_truth: { legs: 4 } });
  expect.holds(printed.names.includes(`beasts ${suffix}`), `the new name is not among ${printed.names}`);
  expect.holds(!printed.names.includes(`animals ${suffix}`), `the old name is still among ${printed.names}`);
  expect.holds(!printed.left.includes(`doomed ${suffix}`), `the deleted dataset is still among ${printed.left}`);
  const dataset = await stored.dataset(printed.datasetId);
  const [kept, removed] = printed.datapointIds;
  if (printed.deletesDatapoints) {
    expect.members('the stored dataset', dataset, { name: `beasts ${suffix}`, datapoints: [kept] });
    expect.equal('status of reading the deleted datapoint', await stored.status(`/v1/datapoints/${removed}`), 404);
  } else {
    expect.members('the stored dataset', dataset, { name: `beasts ${suffix}`, datapoints: [kept, removed] });
  }
}
