import { describe, expect, it } from 'vitest';
import { EXPORT_FORMATS } from '../contracts/compare';
import { aHostileReport } from '../testing/a-hostile-report';
import { aReport } from '../testing/a-report';
import { HOSTILE_TEXTS } from '../testing/hostile-texts';
import { renderReport } from './render-report';

describe('renderReport', () => {
  it.each([
    ['markdown', 'text/markdown; charset=utf-8', 'baggage-claim-base-1-run-1.md'],
    ['json', 'application/json; charset=utf-8', 'baggage-claim-base-1-run-1.json'],
    ['junit', 'application/xml; charset=utf-8', 'baggage-claim-base-1-run-1.junit.xml'],
    ['sarif', 'application/sarif+json; charset=utf-8', 'baggage-claim-base-1-run-1.sarif'],
    ['html', 'text/html; charset=utf-8', 'baggage-claim-base-1-run-1.html'],
  ] as const)('writes %s with its media type and a name to save it under', (format, mediaType, fileName) => {
    const rendered = renderReport(format, aReport());
    expect(rendered).toMatchObject({ mediaType, fileName });
    expect(rendered.text).toContain('run-1');
    expect(rendered.text.endsWith('\n')).toBe(true);
  });

  it.each(EXPORT_FORMATS)('makes a file name that is one in %s, whatever the runs are called', (format) => {
    for (const text of [...HOSTILE_TEXTS, '../../etc/passwd', 'x'.repeat(1000)]) {
      expect(renderReport(format, aHostileReport(text)).fileName).toMatch(/^baggage-claim-[A-Za-z0-9.-]{1,150}$/);
    }
  });

  it('leaves nothing out of the JSON', () => {
    const report = aReport();
    expect(JSON.parse(renderReport('json', report).text)).toEqual({ schema: 'baggage-claim-report/1', ...report });
  });

  it('is the same text for the same report', () => {
    for (const format of EXPORT_FORMATS) {
      expect(renderReport(format, aReport())).toEqual(renderReport(format, aReport()));
    }
  });
});
