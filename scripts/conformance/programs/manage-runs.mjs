// Runs through the API client: made, read, changed, listed, deleted.
import { newClient, project, report } from './client.mjs';

const { experiments } = newClient();
const { runId } = await experiments.createRun({
  project,
  name: 'managed run',
  eventIds: [],
  datasetId: 'EXT-conformance',
  datapointIds: ['EXT-one'],
  configuration: { model: 'a', kept: true },
  metadata: { kept: 1 },
  status: 'pending',
});
const made = await experiments.getRun(runId);
await experiments.updateRun(
  { name: 'renamed run', configuration: { model: 'b' }, metadata: { added: 2 }, status: 'completed' },
  runId,
);
const changed = await experiments.getRun(runId);
const doomed = await experiments.createRun({ project, name: 'doomed run', eventIds: [] });
const listed = await listedIds();
const { deleted } = await experiments.deleteRun(doomed.runId);
await report({
  runId,
  doomed: doomed.runId,
  made: asOnTheWire(made.evaluation),
  changed: asOnTheWire(changed.evaluation),
  listed,
  deleted,
  left: await listedIds(),
});

async function listedIds() {
  const { evaluations } = await experiments.getRuns(project);
  return evaluations.map((run) => run.runId);
}

function asOnTheWire({ runId, datasetId, ...run }) {
  return { ...run, run_id: runId, dataset_id: datasetId };
}
