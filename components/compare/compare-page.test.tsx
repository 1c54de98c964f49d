import { cleanup, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { aRun, aRunDetail } from '@/components/testing/a-run';
import { answerFetch, renderPage } from '@/components/testing/render';
import type { ComparedRow, ComparisonDto } from '@/lib/contracts/compare';
import { COMPARISON_VERDICTS } from '@/lib/domain/comparison';
import { aComparedRow, aComparison, aKeyComparison } from '@/lib/testing/a-comparison';
import { ComparePage } from './compare-page';

const HOSTILE = '"><img src=x onerror=alert(1)> __proto__';
const API = '/api/projects/demo';
const ADDRESS = '?base=base-1&run=run-1';

type Side = NonNullable<ComparedRow['run']>;

function aSide(members: Partial<Side> = {}): Side {
  return {
    datapoints: 2,
    bad: 0,
    interval: [0, 0.66],
    spans: 2,
    badSpans: 0,
    worst: 'present',
    causes: [],
    example: { traceId: 't1', spanId: 's1', name: 'child_op', sessionId: 'session-1', datapointId: 'dp-1' },
    ...members,
  };
}

const lostRow = aComparedRow({
  base: aSide(),
  run: aSide({ bad: 2, badSpans: 2, worst: 'missing', causes: ['selective-processor'] }),
});
const fixedRow = aComparedRow({
  path: 'fedcba9876543210',
  text: 'fn › tool',
  key: 'dataset_id',
  state: 'fixed',
  baselineState: 'absent',
  grade: null,
  gradeText: '',
  flake: null,
});
const stillRow = aComparedRow({ ...fixedRow, text: 'fn › other', path: '00ff', key: 'run_id', state: 'still-missing' });
const movedRow = aComparedRow({
  kind: 'sent',
  key: 'honeyhive_event_type',
  state: 'moved',
  base: aSide({ worst: 'preserved' }),
  run: aSide({ bad: 1, worst: 'moved' }),
});

/** One attribution key lost, one back, one sent key moved. */
const mixed = aComparison({
  verdict: 'mixed',
  sentence: 'run_id is newly missing at fn › child_op in 2 of 2 datapoints.',
  grade: 'confirmed',
  keys: {
    run_id: aKeyComparison({
      key: 'run_id',
      run: { good: 6, judged: 8 },
      newlyMissing: 1,
      stillMissing: 1,
      datapoints: { newlyMissing: 2, fixed: 0, stillMissing: 0 },
      grade: 'confirmed',
    }),
    dataset_id: aKeyComparison({ key: 'dataset_id', base: { good: 6, judged: 8 }, fixed: 1 }),
  },
  sentKeys: [
    aKeyComparison({ key: 'honeyhive_event_type', moved: 1, run: { good: 7, judged: 8 } }),
    aKeyComparison({ key: 'quiet_key' }),
  ],
  sentKeyCount: 2,
  rows: [lostRow, movedRow, stillRow, fixedRow],
  rowCount: 4,
});

/** The last address as a set of parameters: in which order they stand says nothing. */
function lastOf(written: readonly string[]): string {
  const search = new URLSearchParams(written.at(-1));
  search.sort();
  return String(search);
}

let asked: URL[];
let comparisons: Map<string, ComparisonDto>;
beforeEach(() => {
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe() {}
      disconnect() {}
    },
  );
  asked = [];
  comparisons = new Map([['run-1', mixed]]);
  const empty = { datapoints: [], total: 0, nextCursor: null };
  vi.stubGlobal('fetch', (input: string) => {
    asked.push(new URL(input, 'http://localhost'));
    return answerFetch({
      [`${API}/compare`]: (url) => {
        const comparison = comparisons.get(url.searchParams.get('run') ?? '');
        return comparison === undefined
          ? Response.json({ title: 'Not found', detail: 'There is no such run.' }, { status: 404 })
          : Response.json(comparison);
      },
      [`${API}/compare/datapoints`]: (url) =>
        Response.json(
          url.searchParams.get('only') === 'unmatched'
            ? {
                datapoints: [aDatapoint({ datapointId: 'dp-alone', match: 'only-base', runSessions: [] })],
                total: 1,
                nextCursor: null,
              }
            : url.searchParams.get('only') === 'fixed'
              ? empty
              : {
                  datapoints: [aDatapoint({}), aDatapoint({ datapointId: null, match: 'inputs', newlyMissing: 0 })],
                  total: 3,
                  nextCursor: null,
                },
        ),
      [`${API}/compare/tree`]: () => Response.json({ keys: ['run_id'], nodes: [], left: 0, unjudgedSessions: 0 }),
      [`${API}/runs`]: (url) =>
        Response.json({
          runs: [
            aRun({ runId: 'run-1', name: 'nightly' }),
            aRun({ runId: 'run-2', name: 'nightly' }),
            aRun({ runId: 'base-1', name: 'nightly' }),
          ].filter(({ runId }) => runId.includes(url.searchParams.get('q') ?? '')),
          nextCursor: null,
        }),
      [`${API}/runs/base-1`]: () => Response.json(aRunDetail({ runId: 'base-1', name: 'the good run' })),
    })(input);
  });
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function aDatapoint(members: object) {
  return {
    datapointId: 'dp-1',
    match: 'id',
    baseSessions: ['session-a'],
    runSessions: ['session-b'],
    newlyMissing: 1,
    fixed: 0,
    stillMissing: 0,
    keys: ['run_id'],
    ...members,
  };
}

test.each(COMPARISON_VERDICTS)('the verdict “%s” is said in a word and a sentence', async (verdict) => {
  comparisons.set('run-1', aComparison({ verdict, sentence: `All about ${verdict}.` }));
  renderPage(<ComparePage project="demo" />, ADDRESS);
  const status = await screen.findByText(`All about ${verdict}.`);
  expect(status.parentElement?.textContent?.toLowerCase()).toContain(verdict);
});

test('a grade is explained to who never heard of it', async () => {
  renderPage(<ComparePage project="demo" />, ADDRESS);
  await screen.findByText('not chance');
  await userEvent.click(screen.getByText('what does that mean?'));
  expect(screen.getByText(/more datapoints lost it than chance explains/)).toBeTruthy();
});

test('both runs are named with their letters, and lead to their pages', async () => {
  renderPage(<ComparePage project="demo" />, ADDRESS);
  const baseline = await screen.findByRole('region', { name: 'A, baseline' });
  expect((await within(baseline).findByRole('link', { name: 'name of base-1' })).getAttribute('href')).toBe(
    '/p/demo/runs/base-1',
  );
  const candidate = screen.getByRole('region', { name: 'B, candidate' });
  expect(within(candidate).getByRole('link', { name: 'name of run-1' })).toBeTruthy();
});

test('swapping makes the candidate the baseline, and forgets what rows were narrowed to', async () => {
  const { written } = renderPage(<ComparePage project="demo" />, `${ADDRESS}&only=fixed&key=dataset_id`);
  await userEvent.click(await screen.findByRole('button', { name: 'Swap A and B' }));
  await vi.waitFor(() => expect(lastOf(written)).toBe('base=run-1&run=base-1'));
});

test('every weakness of the comparison is a notice', async () => {
  comparisons.set(
    'run-1',
    aComparison({
      warnings: [
        { code: 'dataset', text: 'The runs are over different datasets.' },
        { code: 'same-run', text: 'This is one run compared with itself.' },
      ],
    }),
  );
  renderPage(<ComparePage project="demo" />, ADDRESS);
  expect(await screen.findByText('The runs are over different datasets.')).toBeTruthy();
  expect(screen.getByText('This is one run compared with itself.')).toBeTruthy();
});

test('a counter narrows what changed where through the address, and pressing it again lifts that', async () => {
  const { written } = renderPage(<ComparePage project="demo" />, ADDRESS);
  const [counter] = await screen.findAllByRole('button', { name: '1 run_id: newly missing' });
  if (counter === undefined) throw new Error('no counter');
  const paths = () => within(screen.getByRole('region', { name: 'What changed where' })).getAllByRole('row').length - 1;
  expect(paths()).toBe(4);
  await userEvent.click(counter);
  await vi.waitFor(() => expect(written.at(-1)).toContain('key=run_id'));
  expect(written.at(-1)).toContain('only=newly-missing');
  expect(counter.getAttribute('aria-pressed')).toBe('true');
  expect(paths()).toBe(1);
  await userEvent.click(counter);
  await vi.waitFor(() => expect(lastOf(written)).toBe('base=base-1&run=run-1'));
  expect(paths()).toBe(4);
});

test('a link with a filter opens with it, and each part of it can be lifted', async () => {
  renderPage(<ComparePage project="demo" />, `${ADDRESS}&only=moved&key=honeyhive_event_type`);
  const region = await screen.findByRole('region', { name: 'What changed where' });
  expect(within(region).getAllByRole('row')).toHaveLength(2);
  await userEvent.click(within(region).getByRole('button', { name: /Only moved/ }));
  await userEvent.click(within(region).getByRole('button', { name: /Only honeyhive_event_type/ }));
  expect(within(region).getAllByRole('row')).toHaveLength(5);
});

test('a count of zero is shown, but is no button', async () => {
  renderPage(<ComparePage project="demo" />, ADDRESS);
  const row = await screen.findByRole('row', { name: /^run_id/ });
  expect(within(row).getAllByTitle('run_id: gone path').length).toBeGreaterThan(0);
  expect(screen.queryByRole('button', { name: /run_id: gone path/ })).toBeNull();
});

test('sent keys without any difference wait behind a button, and the link remembers that they were asked for', async () => {
  const { written } = renderPage(<ComparePage project="demo" />, ADDRESS);
  await screen.findByRole('button', { name: 'Show 1 more' });
  expect(screen.queryByText('quiet_key')).toBeNull();
  await userEvent.click(screen.getByRole('button', { name: 'Show 1 more' }));
  expect(await screen.findByText('quiet_key')).toBeTruthy();
  await vi.waitFor(() => expect(written.at(-1)).toContain('all=true'));
});

test('what changed where says why in words, and leads to a span of each run', async () => {
  renderPage(<ComparePage project="demo" />, ADDRESS);
  const region = await screen.findByRole('region', { name: 'What changed where' });
  expect(within(region).getAllByText('the span processor copies only some keys').length).toBeGreaterThan(0);
  const [link] = within(region).getAllByRole('link', { name: 'Example span in B: child_op' });
  expect(link?.getAttribute('href')).toBe('/p/demo/runs/run-1/d/dp-1?session=session-1&span=s1&trace=t1');
});

test('two runs without a difference are called so, with how much was looked at', async () => {
  comparisons.set('run-1', aComparison());
  renderPage(<ComparePage project="demo" />, ADDRESS);
  expect(await screen.findByText('No attribution difference in 8 spans of 2 datapoints')).toBeTruthy();
});

test('runs that differ in a sent key only are not called equal', async () => {
  comparisons.set(
    'run-1',
    aComparison({ sentKeys: [aKeyComparison({ key: 'k', moved: 1 })], sentKeyCount: 1, rows: [movedRow], rowCount: 1 }),
  );
  renderPage(<ComparePage project="demo" />, ADDRESS);
  await screen.findByRole('region', { name: 'What changed where' });
  expect(screen.queryByRole('region', { name: 'Nothing changed' })).toBeNull();
});

test('of several candidates each has its verdict, and the chosen one is shown in full', async () => {
  comparisons.set('run-2', aComparison({ run: { ...aComparison().run, runId: 'run-2' }, sentence: 'C is fine.' }));
  const { written } = renderPage(<ComparePage project="demo" />, `${ADDRESS}&run=run-2`);
  const list = await screen.findByRole('list', { name: 'Candidates' });
  await within(list).findByText('C is fine.');
  expect(within(list).getByText(mixed.sentence)).toBeTruthy();
  expect(screen.getByRole('heading', { name: 'Attribution keys, A against B' })).toBeTruthy();

  const table = screen.getByRole('table', { name: /of the baseline and of every candidate/ });
  const line = within(table).getByRole('row', { name: /^run_id/ });
  expect(line.textContent).toContain('−25 points');
  expect(within(line).getAllByRole('button', { name: '1 run_id: newly missing in B' }).length).toBeGreaterThan(0);

  await userEvent.click(within(list).getByRole('button', { name: /C is fine/ }));
  await vi.waitFor(() => expect(written.at(-1)).toContain('of=run-2'));
  expect(screen.getByRole('heading', { name: 'Attribution keys, A against C' })).toBeTruthy();
});

test('a candidate that is not there does not hide the others', async () => {
  renderPage(<ComparePage project="demo" />, `${ADDRESS}&run=gone`);
  expect(await screen.findByText(mixed.sentence)).toBeTruthy();
  expect(await screen.findByText('A and C could not be compared.')).toBeTruthy();
  const table = screen.getByRole('table', { name: /of the baseline and of every candidate/ });
  expect(within(table).getAllByText('not compared').length).toBeGreaterThan(0);
});

test('when the only candidate is not there, the baseline is still shown, and both can be changed', async () => {
  renderPage(<ComparePage project="demo" />, '?base=base-1&run=gone');
  const baseline = await screen.findByRole('region', { name: 'A, baseline' });
  expect(await within(baseline).findByText('the good run')).toBeTruthy();
  const candidate = screen.getByRole('region', { name: 'B, candidate' });
  expect((await within(candidate).findByRole('alert')).textContent).toContain('gone');
  expect(screen.getByText('A and B could not be compared')).toBeTruthy();
  expect(within(candidate).getByRole('button', { name: 'Change B' })).toBeTruthy();
});

test('a run is found and chosen with the keyboard alone', async () => {
  const { written } = renderPage(<ComparePage project="demo" />, ADDRESS);
  const change = await screen.findByRole('button', { name: 'Change B' });
  change.focus();
  await userEvent.keyboard('{Enter}');
  const search = await screen.findByRole('combobox', { name: 'Search runs' });
  expect(document.activeElement).toBe(search);
  await userEvent.keyboard('run-');
  await vi.waitFor(() => expect(screen.getAllByRole('option')).toHaveLength(2));
  const [taken, other] = screen.getAllByRole('option');
  expect(taken?.getAttribute('aria-disabled')).toBe('true');
  await userEvent.keyboard('{ArrowDown}');
  expect(search.getAttribute('aria-activedescendant')).toBe(other?.id);
  await userEvent.keyboard('{Enter}');
  await vi.waitFor(() => expect(lastOf(written)).toBe('base=base-1&run=run-2'));
  expect(screen.queryByRole('combobox')).toBeNull();
  expect(document.activeElement).toBe(change);
});

test('a candidate that is compared already cannot be chosen again', async () => {
  const { written } = renderPage(<ComparePage project="demo" />, ADDRESS);
  await userEvent.click(await screen.findByRole('button', { name: 'Add a candidate' }));
  await userEvent.click(await screen.findByRole('option', { name: /run-1/ }));
  expect(written).toEqual([]);
});

test('without runs in the address two can be chosen, and the likely pair is offered', async () => {
  const { written } = renderPage(<ComparePage project="demo" />);
  await userEvent.click(await screen.findByRole('button', { name: 'Compare these two' }));
  await vi.waitFor(() => expect(lastOf(written)).toBe('base=run-2&run=run-1'));
  expect(await screen.findByText(mixed.sentence)).toBeTruthy();
});

test('with a candidate only, the baseline is asked for', async () => {
  const { written } = renderPage(<ComparePage project="demo" />, '?run=run-1');
  await userEvent.click(await screen.findByRole('button', { name: 'Choose the baseline' }));
  await userEvent.click(await screen.findByRole('option', { name: /base-1/ }));
  await vi.waitFor(() => expect(lastOf(written)).toBe('base=base-1&run=run-1'));
});

test('what nobody understands in the address is told, and gone with the next step', async () => {
  const { written } = renderPage(<ComparePage project="demo" />, `${ADDRESS}&tab=nonsense&only=worse`);
  expect(await screen.findByText(/Parts of the address were ignored/)).toBeTruthy();
  expect(screen.getByText('tab=nonsense')).toBeTruthy();
  await userEvent.click(await screen.findByRole('tab', { name: /Datapoints/ }));
  await vi.waitFor(() => expect(lastOf(written)).toBe('base=base-1&run=run-1&tab=datapoints'));
  expect(screen.queryByText(/were ignored/)).toBeNull();
});

test('datapoints are narrowed by the headings of their counters, and those in one run only stay listed', async () => {
  comparisons.set('run-1', {
    ...mixed,
    alignment: { ...mixed.alignment, onlyBase: 1 },
  });
  const { written } = renderPage(<ComparePage project="demo" />, `${ADDRESS}&tab=datapoints`);
  expect(await screen.findByText('dp-alone')).toBeTruthy();
  expect(screen.getByText('only in A')).toBeTruthy();
  expect(screen.getByText('aligned by inputs')).toBeTruthy();
  await userEvent.click(await screen.findByRole('button', { name: 'Fixed' }));
  await vi.waitFor(() => expect(written.at(-1)).toContain('only=fixed'));
  expect(await screen.findByText('No datapoint like that')).toBeTruthy();
  expect(screen.getByText('dp-alone')).toBeTruthy();
});

test('the datapoints of a key are one press away from its row', async () => {
  const { written } = renderPage(<ComparePage project="demo" />, ADDRESS);
  const [link] = await screen.findAllByRole('button', { name: /2 newly missing run_id/ });
  if (link === undefined) throw new Error('no link');
  await userEvent.click(link);
  await vi.waitFor(() =>
    expect(lastOf(written)).toBe('base=base-1&key=run_id&only=newly-missing&run=run-1&tab=datapoints'),
  );
  await vi.waitFor(() => expect(asked.at(-1)?.search).toContain('key=run_id'));
});

test('a datapoint opens its trees, also the one without an id, and closing gives the focus back', async () => {
  const { written } = renderPage(<ComparePage project="demo" />, `${ADDRESS}&tab=datapoints`);
  const row = await screen.findByRole('button', { name: 'without a datapoint id' });
  await userEvent.click(row);
  await vi.waitFor(() => expect(written.at(-1)).toContain('dp='));
  expect(await screen.findByRole('heading', { name: 'Sessions without a datapoint id' })).toBe(document.activeElement);
  await vi.waitFor(() => expect(asked.map(({ search }) => search).join()).toContain('run=run-1&datapoint='));
  await userEvent.click(screen.getByRole('button', { name: 'Close the trees' }));
  await vi.waitFor(() => expect(document.activeElement).toBe(row));
});

test('hostile names, keys and ids are shown as text', async () => {
  const keys = Object.fromEntries([['__proto__', aKeyComparison({ key: '__proto__', newlyMissing: 1 })]]);
  comparisons.set(
    HOSTILE,
    aComparison({
      run: { ...aComparison().run, runId: HOSTILE, name: HOSTILE, commit: HOSTILE, contracts: [HOSTILE] },
      keys,
      sentence: `${HOSTILE} is newly missing.`,
      sentKeys: [aKeyComparison({ key: HOSTILE, newlyMissing: 1 })],
      sentKeyCount: 1,
      rows: [aComparedRow({ key: HOSTILE, text: HOSTILE, renamedFrom: HOSTILE }), aComparedRow({ key: '__proto__' })],
      rowCount: 2,
    }),
  );
  renderPage(<ComparePage project="demo" />, `?base=base-1&run=${encodeURIComponent(HOSTILE)}&tab=${HOSTILE}`);
  expect(await screen.findByText(`${HOSTILE} is newly missing.`)).toBeTruthy();
  expect(document.querySelector('img')).toBeNull();
  const table = screen.getByRole('table', { name: 'Attribution keys, A against B' });
  expect(within(table).getByRole('rowheader', { name: /^__proto__/ })).toBeTruthy();
  await userEvent.click(within(table).getAllByRole('button', { name: '1 __proto__: newly missing' })[0] ?? table);
  const region = screen.getByRole('region', { name: 'What changed where' });
  expect(within(region).getAllByRole('row')).toHaveLength(2);
});
