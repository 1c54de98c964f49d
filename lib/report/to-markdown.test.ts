import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aHostileReport } from '../testing/a-hostile-report';
import { aCheck, aFinding, aReport } from '../testing/a-report';
import { HOSTILE_TEXTS } from '../testing/hostile-texts';
import { toMarkdown } from './to-markdown';

const GITHUB_MAX = 65_536;

/** What is left for a reader of Markdown to interpret: everything but code and our own links. */
function withoutCode(markdown: string): string {
  return markdown
    .replace(/`[^`\n]*`/g, 'CODE')
    .replace(/<code>[^<\n]*<\/code>/g, 'CODE')
    .replace(/\[(?:Frozen comparison|Live comparison|Live run)\]\(<https?:[^<>\s]*>\)/g, 'LINK');
}

/** Lines by what they are: headings, items, rows with so many cells. */
function shapeOf(markdown: string): readonly string[] {
  return withoutCode(markdown)
    .split('\n')
    .map((line) => {
      if (line.startsWith('|')) return `row of ${line.split('|').length}`;
      return /^(?:#{1,3}|\s*-|---|\*)(?=\s|$)/.exec(line)?.[0] ?? (line === '' ? '' : 'text');
    });
}

describe('toMarkdown', () => {
  it('reads like an issue: verdict, links, keys, regressions, findings, where it comes from', () => {
    const text = toMarkdown(
      aReport({ checks: [aCheck()], links: { live: 'https://host/live', shared: 'https://host/s/t' } }),
    );
    expect(text).toMatch(/^# base-1 → run-1\n\n\*\*The gate fails: 1 of 1 check\. run_id is newly missing/);
    expect(text).toContain('[Frozen comparison](<https://host/s/t>) · [Live comparison](<https://host/live>)');
    expect(text).toContain('- **failed**: run_id on at least 100% of spans. It is right on 4 of 8 (50%).');
    expect(text).toContain('| `run_id` | 100% (8 of 8) | 50% (4 of 8) | 1 | 0 | 0 |');
    expect(text).toContain(
      '| `fn › child_op`, was `fn › child` | `run_id` | newly missing | 0 of 2 datapoints | 2 of 2 datapoints | confirmed. Missing in 2 of 2 datapoints, in none of the baseline. | missing: the span processor copies only some keys |',
    );
    expect(text).toContain('- What to do: Make the span processor copy run_id in on_start.');
    expect(text).toContain(
      'sent `"What is the capital of France?"`; stored `"What is the capital of France?"` at `inputs.question`',
    );
    expect(text).toContain(
      '- Candidate: `run-1`, name `name of run-1`, client unknown, dataset `EXT-1`, contract `preserve`',
    );
  });

  it.each(HOSTILE_TEXTS.filter((text) => text.trim() !== ''))('takes %j for text, wherever it stands', (text) => {
    const markdown = toMarkdown(aHostileReport(text));
    expect(shapeOf(markdown)).toEqual(shapeOf(toMarkdown(aHostileReport('tame'))));
    const open = withoutCode(markdown).replace(/&#(\d+);/g, (_, code) => (code === '8203' ? '\u200B' : ''));
    // Mentions, references, addresses, HTML, links, pictures.
    expect(open).not.toMatch(/@\w|#\d|!\d|GH-\d|:\/\/|www\.|<(?!$)\w|\]\(|:\w+:|(?<!\\)[`~$]/i);
  });

  it('cuts what GitHub would not take, and says what', () => {
    const long = 'x|`'.repeat(2_000);
    const { comparison, findings, ...report } = aReport();
    const [row] = comparison?.rows ?? [];
    if (!comparison || !row) throw new Error('there is a row');
    const rows = Array.from({ length: 1_000 }, (_, i) => ({ ...row, text: `${i} ${long}`, gradeText: long }));
    const many = Array.from({ length: 50 }, (_, i) =>
      aFinding({ title: `${i} ${long}`, evidence: Array(50).fill(long) }),
    );
    const text = toMarkdown({
      ...report,
      title: long,
      comparison: { ...comparison, rows, rowCount: 5_000, sentence: long },
      findings: many,
      findingCount: 120,
    });
    expect(text.length).toBeLessThan(GITHUB_MAX);
    expect(text).toMatch(/\n\*\d{3} more regressions left out here/);
    expect(text).toMatch(/\n\*(?:120|\d+ more) findings left out here/);
    expect(text).toContain('- 4,000 more places with a difference or a loss, not listed');
    expect(text).toContain('## Examples');
    expect(text).toContain('- Candidate: `run-1`');
  });

  it('stays within the limit whatever it is given', () => {
    const text = fc
      .oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...HOSTILE_TEXTS))
      .map((part) => part.repeat(500));
    fc.assert(
      fc.property(text, (long) => {
        expect(toMarkdown(aHostileReport(long)).length).toBeLessThan(GITHUB_MAX);
      }),
      { numRuns: 50 },
    );
  });

  it('tells of one run when there is no baseline', () => {
    const text = toMarkdown(aReport({ comparison: null, checks: [aCheck({ outcome: 'passed' })] }));
    expect(text).toContain('**The gate passes.**');
    expect(text).toContain('- Run: `run-1`');
    expect(text).not.toContain('Baseline');
  });
});
