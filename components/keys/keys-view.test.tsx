import { cleanup, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { aHistory } from '@/components/testing/a-history';
import { aRun } from '@/components/testing/a-run';
import { answerFetch, renderPage } from '@/components/testing/render';
import { KeysView } from './keys-view';

vi.mock('next/navigation', () => ({ useRouter: () => ({ push: vi.fn() }) }));

const F15 = '..........xxxxxxx.......xxxxxx';

let asked: URL[];
function serve(answer: (url: URL) => Response) {
  const runs = [aRun({ runId: 'a', datasetId: 'ds1' }), aRun({ runId: 'b', datasetId: 'ds2', name: 'manual' })];
  const fetch = answerFetch({
    '/api/projects/demo/runs': () => Response.json({ runs, nextCursor: null }),
    '/api/projects/demo/history': (url) => {
      asked.push(url);
      return answer(url);
    },
  });
  vi.stubGlobal('fetch', fetch);
}

beforeEach(() => {
  asked = [];
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

test('every change is told in words, and leads to the comparison of its two neighbours', async () => {
  serve(() => Response.json(aHistory(F15)));
  renderPage(<KeysView project="demo" />);
  expect(
    await screen.findByText('run_id broke 2 times and was repaired once over 30 runs. It is bad since R25.'),
  ).toBeTruthy();
  const changes = within(screen.getByRole('list')).getAllByRole('link');
  expect(changes.map((link) => link.getAttribute('href'))).toEqual([
    '/p/demo/compare?base=run-10&run=run-11',
    '/p/demo/compare?base=run-17&run=run-18',
    '/p/demo/compare?base=run-24&run=run-25',
  ]);
  expect(changes[0]?.textContent).toContain('Broke between R10 (1.10.0');
});

test('every run is a row, the newest first, with its state in words and where it broke', async () => {
  serve(() => Response.json(aHistory('.x?', { left: 3 })));
  renderPage(<KeysView project="demo" />);
  const table = await screen.findByRole('table', { name: /run_id in every run/ });
  const [, ...rows] = within(table).getAllByRole('row');
  expect(rows.map((row) => within(row).getByRole('link').textContent)).toEqual(['R3', 'R2', 'R1']);
  expect(rows[0]?.textContent).toContain('unknown');
  expect(rows[1]?.textContent).toContain('broke here');
  expect(rows[1]?.textContent).toContain('50%');
  expect(rows[2]?.textContent).toContain('good');
  expect(screen.getByText('3 runs, 3 older runs are not shown')).toBeTruthy();
});

test('another key, order or dataset is asked for, and stands in the address', async () => {
  serve((url) => Response.json(aHistory('..', { key: url.searchParams.get('key') ?? '' })));
  const { written } = renderPage(<KeysView project="demo" />);
  await userEvent.click(await screen.findByRole('button', { name: 'datapoint_id' }));
  expect(await screen.findByText(/^datapoint_id is good/)).toBeTruthy();
  expect(screen.getByRole('button', { name: 'datapoint_id' }).getAttribute('aria-pressed')).toBe('true');

  await userEvent.type(screen.getByRole('textbox', { name: 'Sent key' }), ' honeyhive_error {Enter}');
  expect(await screen.findByText(/^honeyhive_error is good/)).toBeTruthy();
  await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Dataset' }), 'ds2');
  await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Order of the runs' }), 'version');
  await vi.waitFor(() => expect(written.at(-1)).toBe('?key=honeyhive_error&dataset=ds2&order=version'));
  await vi.waitFor(() => expect(asked.at(-1)?.search).toBe('?dataset=ds2&key=honeyhive_error&order=version'));
});

test('a filter from a link is offered although no listed run has it, and can be lifted', async () => {
  serve((url) => Response.json(url.searchParams.has('dataset') ? aHistory('') : aHistory('..')));
  renderPage(<KeysView project="demo" />, '?dataset=gone');
  expect(await screen.findByText('No run has this dataset and name')).toBeTruthy();
  expect(screen.getByRole('combobox', { name: 'Dataset' })).toHaveProperty('value', 'gone');
  await userEvent.click(screen.getByRole('button', { name: 'Show all runs' }));
  expect(await screen.findByText(/^run_id is good in all 2 runs/)).toBeTruthy();
});

test('a key no run says anything about asks for its spelling', async () => {
  serve(() => Response.json(aHistory('??', { key: 'typo' })));
  renderPage(<KeysView project="demo" />, '?key=typo');
  expect(await screen.findByText('No run here says anything about typo.')).toBeTruthy();
  expect(screen.getByText(/Check the spelling/)).toBeTruthy();
  expect(screen.getByRole('textbox', { name: 'Sent key' })).toHaveProperty('value', 'typo');
});

test('a project without runs says so', async () => {
  serve(() => Response.json(aHistory('')));
  renderPage(<KeysView project="demo" />);
  expect(await screen.findByText('No runs in this project yet')).toBeTruthy();
});

test('a failure says why, and trying again brings the history', async () => {
  let isDown = true;
  serve(() =>
    isDown ? Response.json({ detail: 'The database is busy.' }, { status: 503 }) : Response.json(aHistory('..')),
  );
  renderPage(<KeysView project="demo" />);
  expect(await screen.findByText('The database is busy.')).toBeTruthy();
  isDown = false;
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByText(/^run_id is good/)).toBeTruthy();
});
