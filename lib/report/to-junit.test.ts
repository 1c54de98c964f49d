/** @vitest-environment jsdom */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aHostileReport } from '../testing/a-hostile-report';
import { aCheck, aReport } from '../testing/a-report';
import { HOSTILE_TEXTS } from '../testing/hostile-texts';
import type { Report } from './report';
import { toJunit } from './to-junit';

function parse(xml: string): Document {
  const document = new DOMParser().parseFromString(xml, 'application/xml');
  expect(document.querySelector('parsererror')?.textContent ?? null).toBeNull();
  return document;
}

function casesOf(report: Report): readonly (readonly [string, string, string])[] {
  return [...parse(toJunit(report)).querySelectorAll('testcase')].map((one) => {
    const outcome = one.querySelector('failure') ? 'failed' : one.querySelector('skipped') ? 'skipped' : 'passed';
    return [one.getAttribute('classname') ?? '', one.getAttribute('name') ?? '', outcome];
  });
}

describe('toJunit', () => {
  it('has one test for every check, every listed place and key, and the good places of every key', () => {
    expect(
      casesOf(aReport({ checks: [aCheck(), aCheck({ id: 'fail-on:new', name: 'new', outcome: 'skipped' })] })),
    ).toEqual([
      ['gate', 'run_id on at least 100% of spans (min:run_id)', 'failed'],
      ['gate', 'new (fail-on:new)', 'skipped'],
      ['attribution.run_id', 'fn › child_op', 'failed'],
      ['attribution.dataset_id', 'fn › old', 'passed'],
      ['attribution.datapoint_id', 'fn › healed', 'passed'],
      ['attribution.run_id', 'fn › young', 'skipped'],
      ['attribution.run_id', '3 places where it is right in both runs', 'passed'],
      ['attribution.dataset_id', '4 places where it is right in both runs', 'passed'],
      ['attribution.datapoint_id', '4 places where it is right in both runs', 'passed'],
      ['sent.honeyhive.project', 'fn › child_op', 'failed'],
      ['sent.honeyhive.project', '2 places where it is right in both runs', 'passed'],
    ]);
  });

  it('adds up', () => {
    const document = parse(toJunit(aReport({ checks: [aCheck()] })));
    for (const suite of document.querySelectorAll('testsuites, testsuite')) {
      expect(suite.getAttribute('tests')).toBe(`${suite.querySelectorAll('testcase').length}`);
      expect(suite.getAttribute('failures')).toBe(`${suite.querySelectorAll('failure').length}`);
      expect(suite.getAttribute('skipped')).toBe(`${suite.querySelectorAll('skipped').length}`);
    }
  });

  it('fails for regressions that are counted and not listed', () => {
    const { comparison, ...report } = aReport();
    const key = comparison?.keys.run_id;
    if (!comparison || !key) throw new Error('there is a key');
    const cases = casesOf({
      ...report,
      comparison: { ...comparison, keys: { run_id: { ...key, newlyMissing: 8 } }, rowCount: 20, sentKeyCount: 300 },
    });
    expect(cases).toContainEqual(['attribution.run_id', '7 more places that the report does not list', 'failed']);
    expect(cases).toContainEqual(['sent', '299 more sent keys that the report does not list', 'skipped']);
  });

  it('tells places apart whose shortened paths read alike', () => {
    const { comparison, ...report } = aReport();
    const [row] = comparison?.rows ?? [];
    if (!comparison || !row) throw new Error('there is a row');
    const rows = ['aaaaaaaaaaaaaaaa', 'bbbbbbbbbbbbbbbb'].map((path) => ({ ...row, path }));
    const names = casesOf({ ...report, comparison: { ...comparison, rows } }).map(([, name]) => name);
    expect(names.slice(0, 2)).toEqual(['fn › child_op (aaaaaaaaaaaaaaaa)', 'fn › child_op (bbbbbbbbbbbbbbbb)']);
  });

  it.each(HOSTILE_TEXTS)('is well-formed with %j everywhere', (text) => {
    const document = parse(toJunit(aHostileReport(text)));
    expect(document.querySelectorAll('testcase')).toHaveLength(
      parse(toJunit(aHostileReport('tame'))).querySelectorAll('testcase').length,
    );
  });

  it('is well-formed with any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), (one, other) => {
        const report = aReport({ title: one, checks: [aCheck({ name: other, text: one })] });
        const [test] = parse(toJunit(report)).querySelectorAll('testcase');
        expect(test?.querySelector('failure')).not.toBeNull();
      }),
      { numRuns: 200 },
    );
  });

  it('keeps what can be kept of a text', () => {
    const text = 'a <b> & "c"\n\tjörg 😀';
    const [failure] = parse(toJunit(aReport({ checks: [aCheck({ text })] }))).querySelectorAll('failure');
    expect(failure?.textContent).toBe(text);
    expect(failure?.getAttribute('message')).toBe(text);
  });
});
