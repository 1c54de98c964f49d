import { cleanup, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { answerFetch, renderPage } from '@/components/testing/render';
import type { MergedTree, NodeSpans } from '@/lib/contracts/structure';
import { RunStructure } from './run-structure';
import { aNode, aSide, aTree, TRACE } from './tree-fixture';

const STRUCTURE = '/api/projects/demo/runs/r1/structure';

const BAD_SPANS: NodeSpans['spans'] = [1, 2].map((i) => ({
  traceId: TRACE,
  spanId: `span${i}`,
  name: 'child_op',
  sessionId: `s${i}`,
  datapointId: i === 1 ? 'EXT-1' : null,
  states: { run_id: 'missing', dataset_id: 'present', datapoint_id: 'present' },
  worstCustody: 'lost',
}));

// Transformed now, it is there as fast as a browser would have it.
beforeAll(() => import('./node-spans-dialog'));

let asked: URL[];
let tree: MergedTree;
beforeEach(() => {
  asked = [];
  tree = aTree([aNode('fn', -1), aNode('child_op', 0, { run: aSide(3, { missing: 3 }) })]);
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe() {}
      disconnect() {}
    },
  );
  vi.stubGlobal(
    'fetch',
    answerFetch({
      [STRUCTURE]: () => Response.json(tree),
      [`${STRUCTURE}/child_op`]: (url) => {
        asked.push(url);
        const isBad = url.searchParams.get('key') !== 'dataset_id';
        return Response.json({
          path: 'child_op',
          text: 'fn › child_op',
          spans: isBad ? BAD_SPANS : [],
          total: isBad ? 3 : 0,
        } satisfies NodeSpans);
      },
    }),
  );
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function show(search = '') {
  return renderPage(<RunStructure project="demo" runId="r1" isUnsettled={false} />, `?tab=structure${search}`);
}

test('a cell opens the list of its spans, through the address, each a link to its session with the span chosen', async () => {
  const { written } = show();
  await userEvent.click(await screen.findByRole('button', { name: 'List the spans of child_op by run_id' }));
  await vi.waitFor(() => expect(written.at(-1)).toBe('?tab=structure&node=child_op&key=run_id'));
  const dialog = await screen.findByRole('dialog', { name: 'fn › child_op' });
  expect(within(dialog).getByText('3 spans with a bad run_id; 2 of them are listed.')).toBeTruthy();
  const links = within(dialog).getAllByRole('link');
  expect(links.map((link) => link.getAttribute('href'))).toEqual([
    `/p/demo/sessions/s1?span=span1&trace=${TRACE}`,
    `/p/demo/sessions/s2?span=span2&trace=${TRACE}`,
  ]);
  expect(within(dialog).getAllByText('run_id: missing')).toHaveLength(2);
  expect(within(dialog).getByText('EXT-1')).toBeTruthy();
  expect(within(dialog).getByText('session s2')).toBeTruthy();
  await userEvent.keyboard('{Escape}');
  await vi.waitFor(() => expect(document.activeElement).toBe(screen.getByRole('treegrid')));
});

test('the list opens from a link, changes its key, and closes into the address', async () => {
  const { written } = show('&node=child_op');
  const dialog = await screen.findByRole('dialog', { name: 'fn › child_op' });
  await userEvent.selectOptions(within(dialog).getByRole('combobox', { name: 'Which spans' }), 'dataset_id');
  await vi.waitFor(() => expect(written.at(-1)).toContain('key=dataset_id'));
  expect(await within(dialog).findByText('No such span')).toBeTruthy();
  expect(asked.map(({ search }) => search)).toEqual(['', '?key=dataset_id']);
  await userEvent.keyboard('{Escape}');
  expect(screen.queryByRole('dialog')).toBeNull();
  await vi.waitFor(() => expect(written.at(-1)).toBe('?tab=structure'));
});

test('a place that the run does not have says so, and the list can be closed', async () => {
  show('&node=gone');
  const dialog = await screen.findByRole('dialog', { name: 'Spans' });
  expect(await within(dialog).findByText('The spans could not be loaded')).toBeTruthy();
  await userEvent.click(within(dialog).getByRole('button', { name: 'Close' }));
  expect(screen.queryByRole('dialog')).toBeNull();
});

test('complete rows are shown or hidden by the address', async () => {
  tree.nodes.push(aNode('other', -1));
  const { written } = show('&all=true');
  expect(await screen.findByText('other')).toBeTruthy();
  await userEvent.click(screen.getByRole('switch', { name: 'Show complete rows' }));
  await vi.waitFor(() => expect(written.at(-1)).toBe('?tab=structure&all=false'));
  expect(screen.queryByText('other')).toBeNull();
});

test('a run without a span says why there is no structure', async () => {
  tree = aTree([]);
  show();
  expect(await screen.findByText('No span of this run has arrived.')).toBeTruthy();
  cleanup();
  tree = aTree([], { unjudgedSessions: 3 });
  show();
  expect(await screen.findByText('The sessions of this run wait for their first verdict.')).toBeTruthy();
  expect(screen.getByText(/3 sessions not judged yet/)).toBeTruthy();
});

test('what is left out of a very large tree is told', async () => {
  tree = aTree(tree.nodes, { left: 1_234 });
  show();
  expect(
    await screen.findByText(
      'The tree has 1,236 places; 1,234 are left out, complete ones first. The findings tell of all.',
    ),
  ).toBeTruthy();
});

test('a structure that cannot be loaded says why, and can be asked for again', async () => {
  vi.stubGlobal('fetch', answerFetch({}));
  show();
  expect(await screen.findByText('The structure could not be loaded')).toBeTruthy();
  vi.stubGlobal('fetch', answerFetch({ [STRUCTURE]: () => Response.json(tree) }));
  await userEvent.click(screen.getByRole('button', { name: /try again/i }));
  expect(await screen.findByRole('treegrid')).toBeTruthy();
});
