// Two runs over the same datapoints, compared through the client.
import { evaluate, honeyhive, newClient, project, report } from './client.mjs';

const { traceTool } = honeyhive;
const SCORES = { old: { a: 0.25, b: 1 }, new: { a: 0.75, b: 0.5 } };
let which = 'old';

async function experiment(inputs) {
  if (which === 'old') return { letter: inputs.letter };
  return { letter: traceTool((letter) => letter, { eventName: 'only_in_new' })(inputs.letter) };
}

function score(_outputs, inputs) {
  return SCORES[which][inputs.letter];
}

const dataset = [{ inputs: { letter: 'a' } }, { inputs: { letter: 'b' } }];
const old = await evaluate({ function: experiment, dataset, evaluators: [score], name: 'old' });
which = 'new';
const fresh = await evaluate({ function: experiment, dataset, evaluators: [score], name: 'new' });
const answer = await newClient().experiments.getExperimentComparison(fresh.runId, old.runId, project);
const deltas = {};
for (const metric of answer.metrics) {
  deltas[metric.metricName] = {
    old_aggregate: metric.oldAggregate,
    new_aggregate: metric.newAggregate,
    found_count: metric.foundCount,
    improved_count: metric.improvedCount,
    degraded_count: metric.degradedCount,
    same_count: metric.sameCount,
    improved: metric.improved,
    degraded: metric.degraded,
    same: metric.same,
  };
}
await report({
  oldRunId: old.runId,
  newRunId: fresh.runId,
  comparison: { common: answer.commonDatapoints.length, deltas },
});
