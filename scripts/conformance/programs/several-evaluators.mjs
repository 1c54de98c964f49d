// Three evaluators that make spans of their own.
import { evaluate, honeyhive, report } from './client.mjs';

const { traceTool } = honeyhive;

async function experiment(inputs) {
  const look_up = traceTool((question) => question.toUpperCase(), { eventName: 'look_up' });
  return { answer: look_up(inputs.question) };
}

function judged(text) {
  return traceTool((judgedText) => judgedText.length, { eventName: 'judge' })(text);
}

function length(outputs) {
  return judged(outputs.answer);
}

function is_short(outputs) {
  return judged(outputs.answer) < 4;
}

function explained(outputs) {
  return { score: judged(outputs.answer) / 10, explanation: 'a tenth of the length', unit: 'letters' };
}

const result = await evaluate({
  function: experiment,
  dataset: [{ inputs: { question: 'abc' } }, { inputs: { question: 'abcde' } }],
  evaluators: [length, is_short, explained],
  name: 'several evaluators',
});
await report(result);
