// Datasets and datapoints through the API client: made, read, changed, listed, deleted.
import { newClient, project, report } from './client.mjs';

const { datapoints, datasets } = newClient();
const mapping = { inputs: ['animal'], groundTruth: ['legs'], history: [] };
const datasetId = (await datasets.createDataset({ project, name: 'animals npm' })).result.insertedId;
const data = [
  { animal: 'cat', legs: 4 },
  { animal: 'hen', legs: 2 },
];
const { datapointIds } = await datasets.addDatapoints({ project, data, mapping }, datasetId);
const made = await read(datapointIds[0]);
await datapoints.updateDatapoint({ inputs: { animal: 'dog' } }, datapointIds[0]);
const changed = await read(datapointIds[0]);
await datasets.updateDataset({ datasetId, name: 'beasts npm' });
const names = await listedNames();
await datapoints.deleteDatapoint(datapointIds[1]);
const doomed = (await datasets.createDataset({ project, name: 'doomed npm' })).result.insertedId;
await datasets.deleteDataset(doomed);
await report({
  datasetId,
  datapointIds,
  made,
  changed,
  names,
  left: await listedNames(),
  deletesDatapoints: true,
});

async function read(id) {
  const { datapoint } = await datapoints.getDatapoint(id);
  return { inputs: datapoint[0].inputs, ground_truth: datapoint[0].groundTruth };
}

async function listedNames() {
  const { testcases } = await datasets.getDatasets(project);
  return testcases.map((dataset) => dataset.name);
}
