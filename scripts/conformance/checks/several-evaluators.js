import { completedRun, scoresOf } from './completed-run.js';

const SCORES = [
  { length: 3, is_short: true, explained: 0.3 },
  { length: 5, is_short: false, explained: 0.5 },
];
const EXPLANATION = { explained_explanation: 'a tenth of the length', explained_unit: 'letters' };

/** Three evaluators make a span each for two datapoints, beside the spans of the experiment. */
export async function severalEvaluators(cell) {
  const { expect, client } = cell;
  const isPooled = client.language === 'python';
  const lost = { present: 4, missing: 6 };
  const { sessions, judged } = await completedRun(cell, {
    datapoints: 2,
    spans: isPooled ? 10 : 16,
    ...(isPooled && { attribution: { run_id: lost, dataset_id: lost, datapoint_id: lost } }),
  });
  for (const [at, scores] of SCORES.entries()) {
    const seen = scoresOf(sessions[at], client);
    const { explained, ...others } = scores;
    expect.members(`scores of datapoint ${at + 1}`, seen, others);
    if (client.name === 'py-current' || client.name === 'py-captured') {
      expect.members(`scores of datapoint ${at + 1}`, seen, { explained, ...EXPLANATION });
    } else {
      expect.members(`scores of datapoint ${at + 1}`, seen, { 'explained.score': explained });
    }
  }
  if (isPooled) {
    expect.faultTheAuditNames(
      'several evaluators run in a pool without the context: their spans lose the ids',
      judged.findings,
      {
        rule: 'ATTR-001',
        cause: 'trace-split',
      },
    );
  }
}
