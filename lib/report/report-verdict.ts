import { countOf } from './format-numbers';
import type { Report } from './report';

/** The whole report in one or two sentences: what the gate says, then what the comparison says. */
export function reportVerdict({ checks, comparison, findingCount }: Report): string {
  const sentences = checks.length === 0 ? [] : [gateSentence(checks)];
  if (comparison !== null) sentences.push(comparison.sentence);
  return sentences.length > 0 ? sentences.join(' ') : `${countOf(findingCount, 'finding')}.`;
}

function gateSentence(checks: Report['checks']): string {
  const countWith = (outcome: Report['checks'][number]['outcome']) =>
    checks.filter((check) => check.outcome === outcome).length;
  const skipped = countWith('skipped');
  const aside = skipped === 0 ? '' : ` ${countOf(skipped, 'check')} could not be judged.`;
  const failed = countWith('failed');
  return failed === 0
    ? `The gate passes.${aside}`
    : `The gate fails: ${failed} of ${countOf(checks.length, 'check')}.${aside}`;
}
