import { cleanup, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { aDatapoint, aFinding, aRunDetail, custodyCounts, everyKey } from '@/components/testing/a-run';
import { answerFetch, renderPage } from '@/components/testing/render';
import { RunOverview } from './run-overview';

const RUN = '/api/projects/demo/runs/r1';
const run = aRunDetail({
  runId: 'r1',
  verdict: '8 of 8 child spans lack run_id, dataset_id and datapoint_id; 2 break points; the sessions carry them.',
  attribution: everyKey({ missing: 8 }),
  custody: custodyCounts({ preserved: 80, lost: 3 }),
  findings: [aFinding()],
  findingCount: 1,
});
const bad = aDatapoint({ datapointId: 'EXT-bad', attribution: everyKey({ missing: 4 }), findings: 1 });

let asked: URL[];
beforeEach(() => {
  asked = [];
  vi.stubGlobal(
    'fetch',
    answerFetch({
      [RUN]: () => Response.json(run),
      [`${RUN}/structure`]: () => Response.json({ keys: [], nodes: [], left: 0, unjudgedSessions: 0 }),
      [`${RUN}/datapoints`]: (url) => {
        asked.push(url);
        const rows = url.searchParams.get('q') === 'nope' ? [] : [bad];
        return Response.json({ datapoints: rows, absent: ['EXT-absent'], nextCursor: null });
      },
    }),
  );
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

test('the verdict is there in words, with how sure it is', async () => {
  renderPage(<RunOverview project="demo" runId="r1" />);
  expect(await screen.findByText(run.verdict)).toBeTruthy();
  expect(screen.getByText(/all sessions have settled/)).toBeTruthy();
});

test('a counter narrows the datapoints through the address, and pressing it again lifts that', async () => {
  const { written } = renderPage(<RunOverview project="demo" runId="r1" />);
  const counter = await screen.findByRole('button', { name: '8 run_id: missing' });
  expect(counter.getAttribute('aria-pressed')).toBe('false');
  await userEvent.click(counter);
  await vi.waitFor(() => expect(written.at(-1)).toBe('?key=run_id&state=missing'));
  expect(counter.getAttribute('aria-pressed')).toBe('true');
  await vi.waitFor(() => expect(asked.at(-1)?.search).toContain('key=run_id'));
  expect(screen.getByRole('button', { name: /Only with run_id: missing/ })).toBeTruthy();
  await userEvent.click(counter);
  await vi.waitFor(() => expect(written.at(-1)).toBe(''));
});

test('a custody counter narrows by its state alone', async () => {
  const { written } = renderPage(<RunOverview project="demo" runId="r1" />);
  await userEvent.click(await screen.findByRole('button', { name: '3 lost' }));
  await vi.waitFor(() => expect(written.at(-1)).toBe('?state=lost'));
});

test('a count of zero is not a button', async () => {
  renderPage(<RunOverview project="demo" runId="r1" />);
  await screen.findByText(run.verdict);
  expect(screen.queryByRole('button', { name: /conflicting/ })).toBeNull();
});

test('datapoints link to their own page and say what is missing', async () => {
  renderPage(<RunOverview project="demo" runId="r1" />);
  const link = await screen.findByRole('link', { name: 'EXT-bad' });
  expect(link.getAttribute('href')).toMatch(/^\/p\/demo\/runs\/r1\/d\/EXT-bad\?session=/);
  const row = screen.getByRole('row', { name: /EXT-bad/ });
  expect(within(row).getAllByText('4 missing').length).toBeGreaterThan(0);
});

test('announced datapoints without a session are listed, not left out', async () => {
  renderPage(<RunOverview project="demo" runId="r1" />);
  expect(await screen.findByText('1 announced datapoint without a session')).toBeTruthy();
  expect(screen.getByText('EXT-absent')).toBeTruthy();
});

test('a search without matches says what was searched and offers everything', async () => {
  renderPage(<RunOverview project="demo" runId="r1" />, '?q=nope');
  expect(await screen.findByText('The search is “nope”.')).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'Show all datapoints' }));
  expect(await screen.findByRole('link', { name: 'EXT-bad' })).toBeTruthy();
});

test('a finding shows where the chain broke, why, and leads to the break point', async () => {
  renderPage(<RunOverview project="demo" runId="r1" />, '?tab=findings');
  const chain = await screen.findByRole('list', { name: 'Chain of custody' });
  expect(
    within(chain)
      .getAllByRole('listitem')
      .map((step) => step.textContent),
  ).toEqual(['set – breaks after this step', 'stamped', 'exported', 'received', 'stored', 'returned']);
  expect(screen.getByText('Selective span processor')).toBeTruthy();
  const link = screen.getByRole('link', { name: 'Go to the break' });
  expect(link.getAttribute('href')).toContain('span=48ecbf9147cf7c95');
});

test('the structure of the run is a part of it, loaded when it is looked at', async () => {
  // Transformed now, it is there as fast as a browser would have it.
  await import('@/components/structure/run-structure');
  renderPage(<RunOverview project="demo" runId="r1" />);
  await userEvent.click(await screen.findByRole('tab', { name: 'Structure' }));
  expect(await screen.findByText('No span of this run has arrived.')).toBeTruthy();
});

test('the deliveries of the run are a part of it, asked for when they are looked at', async () => {
  const list = { deliveries: [], searched: 0, nextCursor: null };
  const deliveries = vi.fn((_url: URL) => Response.json(list));
  vi.stubGlobal('fetch', answerFetch({ [RUN]: () => Response.json(run), '/api/projects/demo/deliveries': deliveries }));
  const { written } = renderPage(<RunOverview project="demo" runId="r1" />);
  await userEvent.click(await screen.findByRole('tab', { name: 'Deliveries' }));
  expect(await screen.findByText('No request was received')).toBeTruthy();
  expect(written.at(-1)).toBe('?tab=deliveries');
  expect(deliveries.mock.calls[0]?.[0].search).toBe('?run=r1&show=all');
  const refused = screen.getByRole('link', { name: /all that was refused in the project/ });
  expect(refused.getAttribute('href')).toBe('/p/demo/deliveries?show=refused');
});

test('sessions that the client names and that never arrived are counted and named', async () => {
  const namedSessions = { named: 205, absent: 102, absentIds: ['s-gone'] };
  vi.stubGlobal('fetch', answerFetch({ [RUN]: () => Response.json({ ...run, namedSessions }) }));
  renderPage(<RunOverview project="demo" runId="r1" />);
  expect(await screen.findByText('102 of 205 sessions named by the client never arrived')).toBeTruthy();
  expect(screen.getByText('s-gone')).toBeTruthy();
  expect(screen.getByText('and 101 more')).toBeTruthy();
});

test('a session that nobody started is marked in its row, with what that means', async () => {
  const rows = [
    aDatapoint({ datapointId: 'EXT-stray', sessionId: 's-stray', declared: false }),
    aDatapoint({ datapointId: 'EXT-ok' }),
  ];
  vi.stubGlobal(
    'fetch',
    answerFetch({
      [RUN]: () => Response.json(run),
      [`${RUN}/datapoints`]: () => Response.json({ datapoints: rows, absent: [], nextCursor: null }),
    }),
  );
  renderPage(<RunOverview project="demo" runId="r1" />);
  const marks = await screen.findAllByText('never started');
  expect(marks).toHaveLength(1);
  expect(marks[0]?.closest('tr')?.textContent).toContain('EXT-stray');
  expect(marks[0]?.getAttribute('title')).toMatch(/never announced this session over REST, or the announcement failed/);
});

test('a run that cannot be loaded says why', async () => {
  renderPage(<RunOverview project="demo" runId="gone" />);
  expect(await screen.findByText('The run could not be loaded')).toBeTruthy();
});
