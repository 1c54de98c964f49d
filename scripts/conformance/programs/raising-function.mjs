// A traced function that enriches its span and then throws, inside an experiment that goes on.
import { evaluate, honeyhive, report } from './client.mjs';

const { enrichSpan, traceTool } = honeyhive;

async function experiment(inputs) {
  const fails = traceTool(
    (text) => {
      enrichSpan({ metadata: { attempt: 1 } });
      throw new RangeError(`cannot read ${text}`);
    },
    { eventName: 'fails' },
  );
  try {
    fails(inputs.text);
  } catch {
    return { recovered: true };
  }
}

const result = await evaluate({
  function: experiment,
  dataset: [{ inputs: { text: 'this' } }],
  name: 'raising function',
});
await report(result);
