// An experiment with the unmodified npm client: nested spans, two datapoints, two evaluators.
import { createRequire } from 'node:module';

const server = process.env.BAGGAGE_CLAIM;
const upstream = 'https://api.honeyhive.ai';

// The client does not hand `serverUrl` to the calls that create and update the run; they must not leave this machine.
const realFetch = globalThis.fetch;
globalThis.fetch = (input, init) => {
  const request = new Request(input, init);
  if (!request.url.startsWith(upstream)) return realFetch(request);
  return realFetch(new Request(server + request.url.slice(upstream.length), request));
};

const { evaluate, traceTool } = createRequire(`${process.cwd()}/`)('honeyhive');

async function experiment(inputs) {
  const lookUp = traceTool(async (question) => ({ q: 'apples', p: 'pears' })[question] ?? 'nothing', {
    eventName: 'lookUp',
  });
  return { answer: `about ${await lookUp(inputs.question)}` };
}

function namesAFruit(outputs) {
  return /apples|pears/.test(outputs.answer);
}

function lengthOfAnswer(outputs) {
  return outputs.answer.length;
}

const result = await evaluate({
  function: experiment,
  dataset: [{ inputs: { question: 'q' } }, { inputs: { question: 'p' } }],
  evaluators: [namesAFruit, lengthOfAnswer],
  name: 'conformance npm',
  project: 'conformance-npm',
  apiKey: 'any',
  serverUrl: server,
});
console.log(JSON.stringify({ runId: result.runId, status: result.status }));
process.exit(0);
