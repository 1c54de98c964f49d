import { cleanup, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { aRun, everyKey } from '@/components/testing/a-run';
import { answerFetch, renderPage } from '@/components/testing/render';
import type { RunSummary } from '@/lib/contracts/runs';
import { RunList } from './run-list';

vi.mock('next/navigation', () => ({ useRouter: () => ({ push: vi.fn() }) }));

const RUNS = '/api/projects/demo/runs';
const broken = aRun({ runId: 'r-broken', name: 'before the fix', attribution: everyKey({ missing: 8 }), findings: 2 });
const fixed = aRun({ runId: 'r-fixed', name: 'after the fix' });

let asked: URL[];
function serve(answer: (url: URL) => Response) {
  const fetch = answerFetch({
    [RUNS]: (url) => {
      asked.push(url);
      return answer(url);
    },
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
