import { cleanup, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { aRun, everyKey } from '@/components/testing/a-run';
import { answerFetch, renderPage } from '@/components/testing/render';
import type { RunSummary } from '@/lib/contracts/runs';
import { RunList } from './run-list';

vi.mock('next/navigation', () => ({ useRouter: () => ({ push: vi.fn() }) }));

const RUNS = '/api/projects/demo/runs';
const BASELINES = '/api/projects/demo/baselines';
const broken = aRun({ runId: 'r-broken', name: 'before the fix', attribution: everyKey({ missing: 8 }), findings: 2 });
const fixed = aRun({ runId: 'r-fixed', name: 'after the fix' });

let asked: URL[];
function serve(answer: (url: URL) => Response, baselineIds: readonly string[] = []) {
  const fetch = answerFetch({
    [RUNS]: (url) => {
      asked.push(url);
      return answer(url);
    },
    [BASELINES]: () =>
      Response.json({
        baselines: baselineIds.map((runId) => ({
          scope: { kind: 'dataset', value: 'ds1' },
          runId,
          pinnedAt: '2025-11-20T10:00:00.000Z',
        })),
      }),
  });
  vi.stubGlobal('fetch', fetch);
}
const list = (runs: readonly RunSummary[], nextCursor: string | null = null) => Response.json({ runs, nextCursor });

beforeEach(() => {
  asked = [];
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

test('every run is a row with its verdict, its link and the share of complete spans per key', async () => {
  serve(() => list([fixed, broken]));
  renderPage(<RunList project="demo" />);
  const table = await screen.findByRole('table', { name: /^Runs with/ });
  const row = within(table).getByRole('row', { name: /before the fix/ });
  expect(within(row).getAllByText('Broken')).not.toHaveLength(0);
  expect(within(row).getByRole('link', { name: 'before the fix' }).getAttribute('href')).toBe('/p/demo/runs/r-broken');
  expect(within(row).getAllByText('0%').length).toBeGreaterThanOrEqual(3);
});

test('a header sorts, says so to screen readers, and the order is in the address', async () => {
  serve(() => list([fixed, broken]));
  const { written } = renderPage(<RunList project="demo" />);
  const header = await screen.findByRole('columnheader', { name: 'Spans' });
  expect(header.getAttribute('aria-sort')).toBe('none');
  await userEvent.click(within(header).getByRole('button'));
  await vi.waitFor(() => expect(written.at(-1)).toBe('?sort=-spans'));
  expect(screen.getByRole('columnheader', { name: 'Spans' }).getAttribute('aria-sort')).toBe('descending');
  expect(asked.some((url) => url.searchParams.get('sort') === '-spans')).toBe(true);
});

test('a search without matches names the search and offers all runs', async () => {
  serve((url) => list(url.searchParams.get('q') === 'nope' ? [] : [fixed]));
  const { written } = renderPage(<RunList project="demo" />, '?q=nope');
  expect(await screen.findByText('No run matches “nope”')).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'Show all runs' }));
  expect(await screen.findByRole('link', { name: 'after the fix' })).toBeTruthy();
  expect(written.at(-1)).toBe('');
});

test('a project without runs says when one appears', async () => {
  serve(() => list([]));
  renderPage(<RunList project="demo" />);
  expect(await screen.findByText('No runs in this project yet')).toBeTruthy();
});

test('a failure says why, and trying again brings the runs', async () => {
  let isDown = true;
  serve(() => (isDown ? Response.json({ detail: 'The database is busy.' }, { status: 503 }) : list([fixed])));
  renderPage(<RunList project="demo" />);
  expect(await screen.findByText('The database is busy.')).toBeTruthy();
  isDown = false;
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByRole('link', { name: 'after the fix' })).toBeTruthy();
});

test('the next page is added below, by its cursor', async () => {
  serve((url) => (url.searchParams.get('cursor') === 'c1' ? list([broken]) : list([fixed], 'c1')));
  renderPage(<RunList project="demo" />);
  await userEvent.click(await screen.findByRole('button', { name: 'Load more' }));
  expect(await screen.findByRole('link', { name: 'before the fix' })).toBeTruthy();
  expect(screen.getByText('2 runs')).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Load more' })).toBeNull();
});

test('the trend is also a table', async () => {
  serve(() => list([fixed, broken]));
  renderPage(<RunList project="demo" />);
  await userEvent.click(await screen.findByRole('button', { name: 'As table' }));
  const table = await screen.findByRole('table', { name: /^Share of complete spans/ });
  const [, oldest] = await within(table).findAllByRole('row');
  expect(oldest?.textContent).toContain('before the fix');
  expect(oldest?.textContent).toContain('0%');
});

test('a run chosen as baseline by hand is marked, and no other', async () => {
  serve(() => list([fixed, broken]), ['r-broken']);
  renderPage(<RunList project="demo" />);
  const row = await screen.findByRole('row', { name: /before the fix/ });
  expect(await within(row).findByText('Baseline')).toBeTruthy();
  expect(screen.getAllByText('Baseline')).toHaveLength(1);
});

test('the commit stands with the version of the client', async () => {
  const commit = '4291199a0c6f4a6d6a30b2c5f0b7e7f1f2a3b4c5';
  serve(() => list([aRun({ commit })]));
  renderPage(<RunList project="demo" />);
  expect((await screen.findByText('4291199')).title).toContain(commit);
});

describe('runs chosen for comparing', () => {
  const day = (number: number) => `2025-11-${10 + number}T10:00:00.000Z`;
  const nightly = (number: number) => aRun({ runId: `r${number}`, name: `nightly ${number}`, createdAt: day(number) });
  const box = (number: number) => screen.findByRole('checkbox', { name: `Select nightly ${number} r${number}` });

  test('are compared with the oldest of them, in whatever order they were chosen', async () => {
    serve(() => list([3, 2, 1].map(nightly)));
    renderPage(<RunList project="demo" />);
    await userEvent.click(await box(3));
    expect(screen.getAllByRole('status').map(({ textContent }) => textContent)).toContain('1 selected');
    expect(screen.queryByRole('link', { name: 'Compare' })).toBeNull();
    await userEvent.click(await box(1));
    await userEvent.click(await box(2));
    const compare = screen.getByRole('link', { name: 'Compare' });
    expect(compare.getAttribute('href')).toBe('/p/demo/compare?base=r1&run=r2&run=r3');
    await userEvent.click(await box(1));
    expect(compare.getAttribute('href')).toBe('/p/demo/compare?base=r2&run=r3');
  });

  test('are chosen by keyboard alone', async () => {
    serve(() => list([2, 1].map(nightly)));
    renderPage(<RunList project="demo" />);
    (await box(2)).focus();
    await userEvent.keyboard(' ');
    expect(await screen.findByText('Select another run to compare it with.')).toBeTruthy();
    (await box(1)).focus();
    await userEvent.keyboard(' ');
    expect(screen.getByRole('link', { name: 'Compare' })).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Clear' }));
    expect(screen.queryByRole('link', { name: 'Compare' })).toBeNull();
  });

  test('stay chosen when more are loaded and when they are searched away', async () => {
    serve((url) => {
      if (url.searchParams.get('q') === 'nothing') return list([]);
      return url.searchParams.get('cursor') === 'c1' ? list([nightly(1)]) : list([nightly(2)], 'c1');
    });
    renderPage(<RunList project="demo" />);
    await userEvent.click(await box(2));
    await userEvent.click(screen.getByRole('button', { name: 'Load more' }));
    await userEvent.click(await box(1));
    await userEvent.type(screen.getByRole('searchbox'), 'nothing{Enter}');
    expect(await screen.findByText('No run matches “nothing”')).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Compare' }).getAttribute('href')).toBe('/p/demo/compare?base=r1&run=r2');
  });

  test('are six at most', async () => {
    serve(() => list([7, 6, 5, 4, 3, 2, 1].map(nightly)));
    renderPage(<RunList project="demo" />);
    for (const number of [1, 2, 3, 4, 5, 6]) await userEvent.click(await box(number));
    expect(await box(7)).toHaveProperty('disabled', true);
    expect(await box(1)).toHaveProperty('disabled', false);
    await userEvent.click(await box(1));
    expect(await box(7)).toHaveProperty('disabled', false);
  });
});
