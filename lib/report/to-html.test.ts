/** @vitest-environment jsdom */
import { describe, expect, it } from 'vitest';
import { aHostileReport } from '../testing/a-hostile-report';
import { aCheck, anExemplar, aReport, aTreeNode } from '../testing/a-report';
import { HOSTILE_TEXTS } from '../testing/hostile-texts';
import { STYLE } from './html/style';
import { toHtml } from './to-html';

function pageOf(html: string): Document {
  return new DOMParser().parseFromString(html, 'text/html');
}

/** Text as a reader sees it, with single spaces. */
function textOf(element: Element | null | undefined): string {
  return (element?.textContent ?? '').replace(/\s+/g, ' ').trim();
}

/** The cells of every row below, as a reader sees them. */
function rowsOf(page: Document, selector: string): readonly (readonly string[])[] {
  return [...page.querySelectorAll<HTMLTableRowElement>(`${selector} tbody tr`)].map((row) =>
    [...row.cells].map(textOf),
  );
}

/** What of a page could run, load or send something. */
function livelyParts(page: Document): readonly string[] {
  const parts: string[] = [];
  for (const element of page.querySelectorAll('*')) {
    if (/^(?:script|iframe|object|embed|img|link|form|base|audio|video)$/i.test(element.tagName)) {
      parts.push(element.outerHTML);
    }
    for (const { name, value } of element.attributes) {
      const isAddress = name === 'href' || name === 'src';
      if (name.startsWith('on') || name === 'style' || (isAddress && !/^(?:https?:|\/api\/)/.test(value))) {
        parts.push(`${name}=${value}`);
      }
    }
  }
  return parts;
}

describe('toHtml', () => {
  it('tells the verdict, the regressions, the findings and the examples', () => {
    const page = pageOf(toHtml(aReport({ checks: [aCheck()] })));
    expect(page.title).toBe('base-1 → run-1 · Baggage Claim');
    expect(page.documentElement.lang).toBe('en');
    expect(textOf(page.querySelector('.verdict'))).toBe(
      'failed The gate fails: 1 of 1 check. run_id is newly missing at 1 place in 2 of 2 datapoints.',
    );
    expect(rowsOf(page, 'section[aria-labelledby=differences]')[0]?.slice(0, 5)).toEqual([
      'fn › child_op was fn › child',
      'run_id',
      'newly missing',
      '0 of 2 datapoints',
      '2 of 2 datapoints',
    ]);
    expect(rowsOf(page, 'section[aria-labelledby=keys]')[0]?.slice(0, 3)).toEqual([
      'run_id',
      '100% (8 of 8)',
      '50% (4 of 8)',
    ]);
    expect(textOf(page.querySelector('.finding'))).toContain('Make the span processor copy run_id in on_start.');
    expect(textOf(page.querySelector('.exemplar'))).toContain('"What is the capital of France?"');
  });

  it('shows the tree as an outline with the shares of both runs', () => {
    expect(rowsOf(pageOf(toHtml(aReport())), 'section[aria-labelledby=tree]')).toEqual([
      ['level 1: fn', 'both', '8 → 8', '100% → 100%'],
      ['level 2: child_op', 'both', '8 → 8', '100% → 0%'],
      ['level 3: new_op', 'only B', '– → 8', '– → 100%'],
      ['level 2: last_op', 'both', '8 → 8', '100% → 100%'],
      ['level 1: old_op', 'only A', '8 → –', '100% → –'],
    ]);
  });

  it('draws a tree of any depth', () => {
    const nodes = Array.from({ length: 5_000 }, (_, i) => aTreeNode(`n${i}`, i - 1));
    const html = toHtml(aReport({ tree: { keys: ['run_id'], nodes, left: 7, unjudgedSessions: 0 } }));
    expect(rowsOf(pageOf(html), 'section[aria-labelledby=tree]').at(-1)?.[0]).toBe('level 1000: n999');
    expect(html).toContain('4,007 more places not listed');
  });

  it('has one heading for the page and none that skips a level', () => {
    const levels = [...pageOf(toHtml(aReport({ checks: [aCheck()] }))).querySelectorAll('h1,h2,h3,h4')].map(
      ({ tagName }) => Number(tagName.slice(1)),
    );
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    for (const [i, level] of levels.entries()) expect(level - (levels[i - 1] ?? 0)).toBeLessThanOrEqual(1);
  });

  it('gives every table a caption, and every row and column a header', () => {
    const tables = [...pageOf(toHtml(aReport({ checks: [aCheck()] }))).querySelectorAll('table')];
    expect(tables.length).toBeGreaterThan(6);
    const ids = tables.map((table) => table.caption?.id);
    expect(new Set(ids).size).toBe(tables.length);
    for (const table of tables) {
      expect(textOf(table.caption)).not.toBe('');
      expect([...table.querySelectorAll('thead th')].every((cell) => cell.getAttribute('scope') === 'col')).toBe(true);
      for (const row of table.tBodies[0]?.rows ?? []) expect(row.cells[0]?.getAttribute('scope')).toBe('row');
    }
  });

  it('writes every state in words beside its shape', () => {
    const marks = [...pageOf(toHtml(aReport({ checks: [aCheck()] }))).querySelectorAll('.mark')];
    expect(marks.length).toBeGreaterThan(5);
    for (const mark of marks) {
      expect(mark.querySelector('svg[aria-hidden=true]')?.childElementCount).toBeGreaterThan(0);
      expect(textOf(mark)).not.toBe('');
    }
  });

  it('is one file that loads nothing and runs nothing', () => {
    const links = { live: 'https://host/live', shared: 'https://host/s/t' };
    expect(livelyParts(pageOf(toHtml(aReport({ links }))))).toEqual([]);
    // As contents of an element these would be written as entities.
    expect(STYLE).not.toMatch(/["&<]/);
  });

  it.each(HOSTILE_TEXTS)('takes %j for text, wherever it stands', (text) => {
    const tame = pageOf(toHtml(aHostileReport('tame')));
    const html = toHtml(aHostileReport(text));
    const page = pageOf(html);
    expect(livelyParts(page)).toEqual([]);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these must not be in it.
    expect(html).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u202e\ud800-\udfff]/);
    const shapeOf = (document: Document) => [...document.querySelectorAll('table, article, h1, h2, h3, li, dt')].length;
    expect(shapeOf(page)).toBe(shapeOf(tame));
  });

  it('links nothing that a browser would run', () => {
    const hrefs = (live: string) =>
      [...pageOf(toHtml(aReport({ links: { live, shared: null } }))).querySelectorAll('a')].map(({ href }) => href);
    expect(hrefs('https://host/p/demo/compare?base=a&run=b')).toEqual(['https://host/p/demo/compare?base=a&run=b']);
    for (const address of ['javascript:alert(1)', ' JaVaScRiPt:alert(1)', 'data:text/html,x', '//host', 'x', '']) {
      expect(hrefs(address)).toEqual([]);
    }
  });

  it('says when nothing differs', () => {
    const { comparison, ...report } = aReport();
    const same = comparison && { ...comparison, rows: [], rowCount: 0, warnings: [] };
    const page = pageOf(toHtml({ ...report, comparison: same, findings: [], findingCount: 0, exemplars: [] }));
    expect(textOf(page.querySelector('section[aria-labelledby=differences]'))).toBe(
      'DifferencesNothing differs, and nothing is missing.',
    );
  });

  it('tells of one run when there is no baseline', () => {
    const page = pageOf(toHtml(aReport({ comparison: null, checks: [aCheck({ outcome: 'passed' })] })));
    expect(textOf(page.querySelector('.verdict'))).toBe('passed The gate passes.');
    expect(textOf(page.body)).not.toContain('Baseline');
    expect(rowsOf(page, 'section[aria-labelledby=tree]')[0]).toEqual(['level 1: fn', '8', '100%']);
  });

  it('says what was taken out', () => {
    const page = pageOf(toHtml(aReport({ redaction: { patterns: ['inputs.*'], replaced: 3 } })));
    expect(textOf(page.querySelector('.notice'))).toContain('3 values were redacted');
    expect(textOf(page.querySelector('.notice'))).toContain('inputs.*');
  });

  it('keeps the lines of a value', () => {
    const values = [{ key: 'k', sent: '{\n  "a": 1\n}', stored: [] }];
    const page = pageOf(toHtml(aReport({ exemplars: [anExemplar({ values })] })));
    expect(page.querySelector('.exemplar pre')?.textContent).toBe('{\n  "a": 1\n}');
  });
});
