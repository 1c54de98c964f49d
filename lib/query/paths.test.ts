import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  apiPaths,
  comparePath,
  datapointPath,
  idOfParam,
  idOfSegment,
  type Located,
  locationPath,
  runPath,
  runsPath,
  searchOf,
  sessionPath,
} from './paths';

/** The segments of an address as a browser sends them. */
function segmentsOf(path: string): string[] {
  return new URL(path, 'http://localhost:3000').pathname.split('/').slice(1);
}

const HOSTILE = [
  '',
  '.',
  '..',
  '...',
  '~',
  '~~.',
  '%2e%2e',
  '%',
  'a/b',
  'a\\b',
  '//evil.example',
  '?x=1#y',
  '__proto__',
  ' ',
  '\n',
  'ä/日本',
  '"><script>',
];

describe('an id survives its way through an address', () => {
  test.each(HOSTILE)('%j', (id) => {
    const segments = segmentsOf(datapointPath(id, id, id));
    expect(segments).toHaveLength(6);
    expect([1, 3, 5].map((i) => idOfSegment(segments[i] ?? ''))).toEqual([id, id, id]);
  });

  test('whatever the id is', () => {
    const wellFormed = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(wellFormed, wellFormed, wellFormed, (project, session, span) => {
        const segments = segmentsOf(apiPaths.span(project, session, span, { trace: 'a' }));
        expect([segments[2], segments[4], segments[6]].map((segment) => idOfSegment(segment ?? ''))).toEqual([
          project,
          session,
          span,
        ]);
        expect(idOfParam(decodeURIComponent(segments[2] ?? ''))).toBe(project);
      }),
    );
  });

  test('half a surrogate pair, which no address can hold, becomes the replacement character', () => {
    expect(idOfSegment(segmentsOf(runPath('p', 'a\uD800b'))[3] ?? '')).toBe('a\uFFFDb');
  });
});

describe('an address', () => {
  test('stays readable for the ids people have', () => {
    expect(runPath('demo', '659ef565-f0fd-41e5-b717-9def4feb53e2')).toBe(
      '/p/demo/runs/659ef565-f0fd-41e5-b717-9def4feb53e2',
    );
    expect(sessionPath('demo', 's1', { span: 'b7ad6b7169203331' })).toBe('/p/demo/sessions/s1?span=b7ad6b7169203331');
  });

  test('is equal for equal views, whatever order they are written in', () => {
    expect(runsPath('demo', { sort: 'name', q: 'a' })).toBe(runsPath('demo', { q: 'a', sort: 'name' }));
  });

  test('leaves out what is not set', () => {
    expect(searchOf({ q: '', sort: null, key: undefined })).toBe('');
    expect(searchOf({ limit: 0, q: 'a&b=c' })).toBe('?limit=0&q=a%26b%3Dc');
  });
});

describe('a located id leads', () => {
  const everything = { project: 'p', runId: 'r', datapointId: 'd', sessionId: 's', traceId: 't', spanId: 'x' };
  const cases: [Partial<Located> & Pick<Located, 'kind'>, string][] = [
    [{ kind: 'run' }, '/p/p/runs/r'],
    [{ kind: 'datapoint' }, '/p/p/runs/r/d/d'],
    [{ kind: 'datapoint', runId: null }, '/p/p/sessions/s'],
    [{ kind: 'datapoint', sessionId: null, datapointId: null }, '/p/p/runs/r'],
    [{ kind: 'session' }, '/p/p/sessions/s'],
    [{ kind: 'trace' }, '/p/p/sessions/s?trace=t'],
    [{ kind: 'span' }, '/p/p/sessions/s?span=x&trace=t'],
  ];
  test.each(cases)('%j to %s', (location, path) => {
    expect(locationPath({ ...everything, ...location })).toBe(path);
  });
});

describe('a comparison', () => {
  test('names its baseline, its candidates in their order, and what is shown of them', () => {
    expect(comparePath('demo', 'a', ['c', 'b'], { tab: 'datapoints', only: null })).toBe(
      '/p/demo/compare?base=a&run=c&run=b&tab=datapoints',
    );
  });

  test('without runs is the page to choose them', () => {
    expect(comparePath('demo')).toBe('/p/demo/compare');
  });

  test.each(HOSTILE.filter((id) => id !== ''))('of runs with the id %j names them', (id) => {
    const { pathname, searchParams } = new URL(comparePath(id, id, [id, 'b']), 'http://localhost:3000');
    expect(idOfSegment(pathname.split('/')[2] ?? '')).toBe(id);
    expect(searchParams.get('base')).toBe(id);
    expect(searchParams.getAll('run')).toEqual([id, 'b']);
  });
});
