import { cleanup, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { answerFetch, renderPage } from '@/components/testing/render';
import type { DeliveryDto } from '@/lib/contracts/deliveries';
import { DeliveriesView } from './deliveries-view';
import { formatBytes } from './format-bytes';

function aDelivery(members: Partial<DeliveryDto> = {}): DeliveryDto {
  return {
    id: '1',
    receivedAt: '2025-11-20T10:00:00.000Z',
    method: 'POST',
    path: '/v1/traces',
    contentType: 'application/json',
    contentEncoding: 'gzip',
    wireBytes: 12_345,
    userAgent: 'python-requests/2',
    client: { name: 'honeyhive', version: '1.5.1' },
    status: 200,
    outcome: 'accepted',
    accepted: 4,
    duplicated: 1,
    rejected: 0,
    reasons: [],
    warnings: [],
    warningCount: 0,
    ...members,
  };
}

const taken = aDelivery();
const partly = aDelivery({
  id: '2',
  outcome: 'partial',
  path: '/opentelemetry/v1/traces',
  accepted: 2,
  duplicated: 0,
  rejected: 30,
  reasons: [{ ordinal: 7, reason: 'the trace id has 3 bytes' }],
});
const refused = aDelivery({
  id: '3',
  outcome: 'refused',
  status: 400,
  path: '/v1/<img src=x>\u202Egpj',
  accepted: 0,
  duplicated: 0,
  warnings: ['The body is no protobuf.'],
  warningCount: 1,
});

const DELIVERIES = '/api/projects/demo/deliveries';
let asked: URL[];
let answer: (url: URL) => object;

beforeEach(() => {
  asked = [];
  answer = () => ({ deliveries: [taken, partly, refused], searched: 3, nextCursor: null });
  const respond = (url: URL) => {
    asked.push(url);
    return Response.json(answer(url));
  };
  vi.stubGlobal('fetch', answerFetch({ [DELIVERIES]: respond }));
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const rowOf = (path: string) => screen.getByText(path).closest('tr') as HTMLElement;

test('every request is told with client, size, answer and spans', async () => {
  renderPage(<DeliveriesView project="demo" />);
  await screen.findByText('/v1/traces');
  const cells = within(rowOf('/v1/traces'))
    .getAllByRole('cell')
    .map((cell) => cell.textContent);
  expect(cells.slice(2)).toEqual(['honeyhive 1.5.1', '12.3 kB', 'taken 200', '4', '1', '0']);
});

test('what was refused is told in words, with the reasons there at once', async () => {
  renderPage(<DeliveriesView project="demo" />);
  const reason = await screen.findByText('The body is no protobuf.');
  expect(reason.closest('details')?.open).toBe(true);
  expect(within(reason.closest('tr') as HTMLElement).getByText(/^refused/).textContent).toBe('refused 400');
  expect(within(rowOf('/opentelemetry/v1/traces')).getByText(/partly refused/)).toBeTruthy();
});

test('reasons of refused spans are one press away, and what is cut off is counted', async () => {
  renderPage(<DeliveriesView project="demo" />);
  const summary = await screen.findByText('30 spans refused');
  expect(summary.closest('details')?.open).toBe(false);
  await userEvent.click(summary);
  expect(screen.getByText(/the trace id has 3 bytes/).textContent).toBe('Span at position 7: the trace id has 3 bytes');
  expect(screen.getByText('29 more refused spans not shown')).toBeTruthy();
});

test('text of a client stays text, and what would deceive the eye is spelled out', async () => {
  renderPage(<DeliveriesView project="demo" />);
  expect(await screen.findByText('/v1/<img src=x>\\u202Egpj')).toBeTruthy();
});

test('the totals add up, and say what is not in them', async () => {
  answer = () => ({ deliveries: [taken, partly, refused], searched: 3, nextCursor: 'more' });
  renderPage(<DeliveriesView project="demo" />);
  const totals = (await screen.findByText('3 requests')).closest('p')?.textContent;
  expect(totals).toContain('3 requests: 1 taken, 1 partly refused, 1 refused.');
  expect(totals).toContain('37 spans in them: 6 new, 1 known already, 30 refused');
  expect(totals).toContain('what was in requests refused whole is not counted');
  expect(totals).toContain('Older requests are not counted yet.');
});

test('only refused ones can be shown, by the address, and what is left out is counted', async () => {
  const { written } = renderPage(<DeliveriesView project="demo" />);
  await screen.findByText('/v1/traces');
  answer = () => ({ deliveries: [refused], searched: 50, nextCursor: null });
  await userEvent.click(screen.getByRole('switch', { name: 'Only refused' }));
  expect(await screen.findByText(/49 requests taken whole are left out/)).toBeTruthy();
  expect(written.at(-1)).toBe('?show=refused');
  expect(asked.at(-1)?.search).toBe('?show=refused');
});

test('none refused says how many were looked through, and goes on with older ones', async () => {
  answer = (url) =>
    url.searchParams.has('cursor')
      ? { deliveries: [refused], searched: 20, nextCursor: null }
      : { deliveries: [], searched: 500, nextCursor: 'c' };
  renderPage(<DeliveriesView project="demo" />, '?show=refused');
  expect(await screen.findByText('None of the newest 500 requests was refused')).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'Look through older ones' }));
  expect(await screen.findByText('The body is no protobuf.')).toBeTruthy();
  expect(screen.getByText(/519 requests taken whole are left out/)).toBeTruthy();
});

test('those of one session are asked for, with a way back to it and to all', async () => {
  const { written } = renderPage(<DeliveriesView project="demo" />, '?session=s-1&run=r-1');
  await screen.findByText('/v1/traces');
  expect(asked[0]?.search).toBe('?session=s-1&show=all');
  expect(screen.getByRole('link', { name: 'session' }).getAttribute('href')).toBe('/p/demo/sessions/s-1');
  await userEvent.click(screen.getByRole('button', { name: 'All of the project' }));
  await vi.waitFor(() => expect(written.at(-1)).toBe(''));
});

test('nothing received is said, not shown as an empty table', async () => {
  answer = () => ({ deliveries: [], searched: 0, nextCursor: null });
  renderPage(<DeliveriesView project="demo" />);
  expect(await screen.findByText('No request was received')).toBeTruthy();
});

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1.0 kB'],
  [999_949, '999.9 kB'],
  [999_950, '1.0 MB'],
  [4_000_000, '4.0 MB'],
])('%i bytes are %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});
