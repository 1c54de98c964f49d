// An experiment on two external datapoints: nested spans and one evaluator.
import { evaluate, honeyhive, report } from './client.mjs';

const { traceModel, traceTool } = honeyhive;

async function experiment(inputs) {
  const look_up = traceTool(async (question) => ({ q: 'apples', p: 'pears' })[question], { eventName: 'look_up' });
  const answer = traceModel(async (question) => `about ${await look_up(question)}`, { eventName: 'answer' });
  return { answer: await answer(inputs.question) };
}

function names_the_fruit(outputs, _inputs, groundTruth) {
  return outputs.answer.includes(groundTruth.fruit) ? 1 : 0;
}

const result = await evaluate({
  function: experiment,
  dataset: [
    { inputs: { question: 'q' }, ground_truths: { fruit: 'apples' } },
    { inputs: { question: 'p' }, ground_truths: { fruit: 'plums' } },
  ],
  evaluators: [names_the_fruit],
  name: 'nested',
});
await report(result);
