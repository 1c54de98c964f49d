// A dataset made through the client's API, then an experiment on it by its id.
import { evaluate, newClient, project, report } from './client.mjs';

async function experiment(inputs) {
  return { city: `${inputs.country} city` };
}

function is_right(outputs, _inputs, groundTruth) {
  return outputs.city === groundTruth.capital ? 1 : 0;
}

const client = newClient();
const created = await client.datasets.createDataset({ project, name: 'capitals' });
const datasetId = created.result.insertedId;
const added = await client.datasets.addDatapoints(
  {
    project,
    data: [
      { country: 'Mexico', capital: 'Mexico city' },
      { country: 'Peru', capital: 'Lima' },
    ],
    mapping: { inputs: ['country'], groundTruth: ['capital'], history: [] },
  },
  datasetId,
);
const result = await evaluate({ function: experiment, datasetId, evaluators: [is_right], name: 'managed dataset' });
await report({ ...result, datasetId, datapointIds: added.datapointIds });
