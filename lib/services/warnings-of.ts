import 'server-only';
import type { ComparedRun, ComparisonDto, WARNING_CODES } from '../contracts/compare';
import type { Alignment } from '../domain/comparison';

type Code = (typeof WARNING_CODES)[number];

/** What makes a comparison weaker than it looks, gravest first. */
export function warningsOf(base: ComparedRun, run: ComparedRun, alignment: Alignment): ComparisonDto['warnings'] {
  const { isPooled, onlyBase, onlyRun } = alignment;
  const unsettled = base.unsettledSessions + run.unsettledSessions;
  const contracts = [listed(base.contracts), listed(run.contracts)];
  const texts: readonly (readonly [Code, string | false])[] = [
    ['same-run', base.runId === run.runId && 'This is one run compared with itself.'],
    [
      'pooled',
      isPooled && 'No datapoint is in both runs, so paths are compared over all datapoints of each: nothing is paired.',
    ],
    [
      'dataset',
      base.datasetId !== run.datasetId &&
        `The runs are over different datasets: ${base.datasetId ?? 'none'} and ${run.datasetId ?? 'none'}.`,
    ],
    [
      'contract',
      contracts[0] !== contracts[1] &&
        `Sent keys were judged by different contracts: ${contracts.join(' and ')}. Open both runs, or wait until they are judged again.`,
    ],
    [
      'unsettled',
      unsettled > 0 &&
        `${counted(unsettled, 'session')} ${unsettled === 1 ? 'is' : 'are'} not settled yet: numbers may still change.`,
    ],
    [
      'unmatched',
      !isPooled &&
        onlyBase + onlyRun > 0 &&
        `${counted(onlyBase, 'datapoint')} only in the baseline and ${counted(onlyRun, 'datapoint')} only in the candidate are not compared.`,
    ],
    [
      'client',
      base.client?.name !== run.client?.name &&
        `Different clients sent the runs: ${base.client?.name ?? 'unknown'} and ${run.client?.name ?? 'unknown'}.`,
    ],
  ];
  return texts.flatMap(([code, text]) => (text === false ? [] : [{ code, text }]));
}

function listed(contracts: readonly string[]): string {
  return contracts.join(', ') || 'none';
}

function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;
}
