// A dataset of the program's own, whose datapoints bring their own ids.
import { evaluate, report } from './client.mjs';

async function experiment(inputs) {
  return { echo: inputs.text };
}

const result = await evaluate({
  function: experiment,
  dataset: [
    { id: 'first', inputs: { text: 'one' }, ground_truths: { echo: 'one' } },
    { id: 'second', inputs: { text: 'two' }, ground_truths: { echo: 'two' } },
  ],
  name: 'external dataset',
});
await report(result);
