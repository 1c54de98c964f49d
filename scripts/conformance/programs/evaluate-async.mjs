// Three datapoints at once, each of which awaits two spans side by side.
import { setTimeout } from 'node:timers/promises';
import { evaluate, honeyhive, report } from './client.mjs';

const { traceTool } = honeyhive;

async function experiment(inputs) {
  const fetchPart = traceTool(
    async (part) => {
      await setTimeout(10);
      return `part ${part}`;
    },
    { eventName: 'fetch' },
  );
  const parts = await Promise.all([fetchPart(`${inputs.topic}1`), fetchPart(`${inputs.topic}2`)]);
  return { text: parts.join(', ') };
}

async function has_both(outputs) {
  return outputs.text.split('part').length - 1;
}

async function length(outputs) {
  return outputs.text.length;
}

const result = await evaluate({
  function: experiment,
  dataset: [{ inputs: { topic: 'a' } }, { inputs: { topic: 'b' } }, { inputs: { topic: 'c' } }],
  evaluators: [has_both, length],
  name: 'async',
});
await report(result);
