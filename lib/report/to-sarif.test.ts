import type { Log, Result } from 'sarif';
import { describe, expect, it } from 'vitest';
import { RULE_CODES } from '../domain/finding';
import { aHostileReport } from '../testing/a-hostile-report';
import { aFinding, aReport } from '../testing/a-report';
import { HOSTILE_TEXTS } from '../testing/hostile-texts';
import type { Report } from './report';
import { RULE_TEXTS } from './rule-texts';
import { toSarif } from './to-sarif';

const logOf = (report: Report): Log => JSON.parse(toSarif(report));
const resultsOf = (report: Report): readonly Result[] => logOf(report).runs.flatMap(({ results }) => results ?? []);

describe('toSarif', () => {
  it('has one result for every regression, loss and repair, and one for every finding', () => {
    const told = resultsOf(aReport()).map(({ ruleId, level, kind, baselineState }) => [
      ruleId,
      level,
      kind,
      baselineState,
    ]);
    expect(told).toEqual([
      ['REGRESSION', 'error', 'fail', 'new'],
      ['REGRESSION', 'warning', 'fail', 'new'],
      ['REGRESSION', 'note', 'fail', 'unchanged'],
      ['REGRESSION', 'none', 'pass', 'absent'],
      ['ATTR-001', 'error', 'fail', undefined],
    ]);
  });

  it('says where, by path, and keeps its identity from run to run', () => {
    const [regression] = resultsOf(aReport());
    expect(regression?.locations?.[0]?.logicalLocations).toEqual([
      { fullyQualifiedName: 'fn › child_op', kind: 'span' },
    ]);
    expect(regression?.partialFingerprints).toEqual({
      'auditKey/v1': '1111111111111111',
      primaryLocationLineHash: '1111111111111111:1',
    });
    expect(regression?.message.text).toMatch(/^run_id at fn › child_op: newly missing\. Missing or wrong in 0 of 2/);
  });

  it('leads from the span that still has the keys to the one that has not', () => {
    const finding = resultsOf(aReport()).at(-1);
    const steps = finding?.codeFlows?.[0]?.threadFlows[0]?.locations ?? [];
    expect(steps.map(({ location }) => location?.logicalLocations?.[0]?.fullyQualifiedName)).toEqual([
      'fn',
      'fn › child_op',
    ]);
    const session = aReport({ findings: [aFinding({ span: null, parent: null })] });
    expect(resultsOf(session).at(-1)).not.toHaveProperty('codeFlows');
  });

  it('keeps the rules of the format', () => {
    const findings = RULE_CODES.map((rule) => aFinding({ rule }));
    for (const run of logOf(aReport({ findings })).runs) {
      const results = run.results ?? [];
      const states = results.map(({ baselineState }) => baselineState !== undefined);
      // Either every result of a run has one, or none (section 3.27.24).
      expect(new Set(states).size).toBe(1);
      for (const { ruleId, ruleIndex, level, kind, locations } of results) {
        expect(run.tool.driver.rules?.[ruleIndex ?? -1]?.id).toBe(ruleId);
        // Only failures have a level (section 3.27.10).
        if (kind !== 'fail') expect(level).toBe('none');
        // GitHub takes nothing without one.
        expect(locations?.[0]?.physicalLocation?.artifactLocation?.uri).toBe('baggage-claim/trace');
      }
    }
    const ids = logOf(aReport()).runs.map(({ automationDetails }) => automationDetails?.id);
    expect(ids).toEqual(['baggage-claim/demo/regressions/', 'baggage-claim/demo/findings/']);
  });

  it('explains every rule', () => {
    expect(Object.keys(RULE_TEXTS).sort()).toEqual([...RULE_CODES].sort());
    for (const { name, short, help } of Object.values(RULE_TEXTS)) {
      expect(name).toMatch(/^[A-Z][A-Za-z]+$/);
      expect(short).toMatch(/\.$/);
      expect(help).toMatch(/\.$/);
    }
  });

  it('is a log without results when there is nothing to tell', () => {
    const log = logOf(aReport({ comparison: null, findings: [], findingCount: 0 }));
    expect(log.runs.map(({ results }) => results)).toEqual([[]]);
  });

  it.each(HOSTILE_TEXTS)('takes %j for text', (text) => {
    for (const { message } of resultsOf(aHostileReport(text))) {
      // A single brace is a placeholder, brackets and parentheses are a link (section 3.11).
      expect(message.text?.replaceAll('{{', '').replaceAll('}}', '')).not.toMatch(/[{}]|\]\(/);
    }
  });
});
