// One traced function, made once, that every datapoint calls one after another.
import { evaluate, honeyhive, report } from './client.mjs';

const { traceTool } = honeyhive;

const sharedTool = traceTool((text) => text.toUpperCase(), { eventName: 'shared_tool' });

async function experiment(inputs) {
  return { text: sharedTool(inputs.text) };
}

const result = await evaluate({
  function: experiment,
  dataset: [{ inputs: { text: 'one' } }, { inputs: { text: 'two' } }],
  runConcurrently: false,
  name: 'module level span',
});
await report(result);
