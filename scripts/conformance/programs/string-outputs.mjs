// An experiment whose function returns a text instead of an object.
import { evaluate, report } from './client.mjs';

async function experiment(inputs) {
  return `hello ${inputs.name}`;
}

const result = await evaluate({
  function: experiment,
  dataset: [{ inputs: { name: 'Ada' }, ground_truths: { greeting: 'hello Ada' } }],
  name: 'string outputs',
});
await report(result);
