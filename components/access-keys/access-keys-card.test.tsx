import { cleanup, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { answerFetch, renderPage } from '@/components/testing/render';
import type { AccessKeyDto, AccessKeyList, NewAccessKey } from '@/lib/contracts/keys';
import { AccessKeysCard } from './access-keys-card';

const refresh = vi.fn();
vi.mock('next/navigation', () => ({ useRouter: () => ({ refresh }) }));

const API = '/api/projects/demo/access-keys';
const TOKEN = `bc_${'x'.repeat(43)}`;

function aKeyDto(changes: Partial<AccessKeyDto> = {}): AccessKeyDto {
  return {
    id: 'k-1',
    name: 'nightly CI',
    hint: 'bc_abcd',
    scopes: ['ingest', 'read'],
    createdAt: '2026-11-21T12:00:00.000Z',
    lastUsedAt: null,
    revokedAt: null,
    ...changes,
  };
}

const ADMIN = aKeyDto({ id: 'k-0', name: 'me', scopes: ['admin'] });
const OPEN: AccessKeyList = { keys: [], nextCursor: null, current: null, admins: 0 };
const KEYS: AccessKeyList = { keys: [aKeyDto(), ADMIN], nextCursor: null, current: ADMIN, admins: 1 };

let list: AccessKeyList;
const sent: { method: string; path: string; body: unknown }[] = [];
const created = vi.fn((): Response => Response.json({ ...aKeyDto(), token: TOKEN } satisfies NewAccessKey));
const revoked = vi.fn((): Response => new Response(null, { status: 204 }));

beforeEach(() => {
  sent.length = 0;
  const answers = answerFetch({ [API]: () => Response.json(list) });
  vi.stubGlobal('fetch', (input: string, init: RequestInit = {}) => {
    const { method = 'GET', body = null } = init;
    if (method === 'GET') return answers(input);
    sent.push({ method, path: input, body: typeof body === 'string' ? JSON.parse(body) : null });
    return Promise.resolve(method === 'POST' ? created() : revoked());
  });
});
afterEach(() => {
  cleanup();
  refresh.mockReset();
  created.mockClear();
  revoked.mockClear();
  vi.unstubAllGlobals();
});

async function open(button: string): Promise<HTMLElement> {
  await userEvent.click(await screen.findByRole('button', { name: button }));
  return screen.findByRole('dialog');
}

test('without keys it says what that means, and the first key is one with admin', async () => {
  list = OPEN;
  renderPage(<AccessKeysCard project="demo" />);
  expect(await screen.findByText('Everybody on this machine may do everything')).toBeTruthy();
  const dialog = await open('New key…');
  expect(dialog.textContent).toContain('nobody gets in without one');
  expect(screen.getByRole<HTMLInputElement>('checkbox', { name: 'admin' }).disabled).toBe(true);
  await userEvent.type(screen.getByLabelText('Name'), ' me {Enter}');
  const field = await screen.findByLabelText<HTMLInputElement>('Key nightly CI');
  expect(sent).toEqual([{ method: 'POST', path: API, body: { name: 'me', scopes: ['admin'] } }]);
  expect(field.value).toBe(TOKEN);
  expect(document.activeElement).toBe(field);
  expect(dialog.textContent).toContain('shown only now');
  expect(refresh).toHaveBeenCalledOnce();
  await userEvent.click(screen.getByRole('button', { name: 'Done' }));
  expect(document.body.textContent).not.toContain(TOKEN);
});

test('another key gets what evaluate() needs, or what is chosen; without a name or scope none is made', async () => {
  list = KEYS;
  renderPage(<AccessKeysCard project="demo" />);
  await open('New key…');
  const create = screen.getByRole('button', { name: 'Create key' });
  await userEvent.click(create);
  await userEvent.type(screen.getByLabelText('Name'), 'gate');
  await userEvent.click(screen.getByRole('checkbox', { name: 'ingest' }));
  await userEvent.click(screen.getByRole('checkbox', { name: 'read' }));
  await userEvent.click(create);
  expect(sent).toEqual([]);
  await userEvent.click(screen.getByRole('checkbox', { name: 'read' }));
  created.mockReturnValueOnce(Response.json({ detail: 'The disk is full.' }, { status: 503 }));
  await userEvent.click(create);
  expect((await screen.findByRole('alert')).textContent).toBe('Not created: The disk is full.');
  await userEvent.click(create);
  await screen.findByLabelText(/^Key /);
  expect(sent.map(({ body }) => body)).toEqual(Array(2).fill({ name: 'gate', scopes: ['read'] }));
  expect(refresh).not.toHaveBeenCalled();
});

test('a row says what a key may, whether it works, and whose it is', async () => {
  list = { ...KEYS, keys: [aKeyDto({ revokedAt: '2026-11-21T12:00:00.000Z' }), ADMIN] };
  renderPage(<AccessKeysCard project="demo" />);
  const [, other, mine] = await screen.findAllByRole('row');
  expect(other?.textContent).toContain('revoked');
  expect(other?.textContent).toContain('ingest, read');
  expect(within(other as HTMLElement).queryByRole('button')).toBeNull();
  expect(mine?.textContent).toContain('yours');
  expect(mine?.textContent).toContain('works');
});

test('revoking asks first, and the first key press keeps it', async () => {
  list = KEYS;
  renderPage(<AccessKeysCard project="demo" />);
  const dialog = await open('Revoke… nightly CI');
  expect(dialog.textContent).not.toContain('signed in with it');
  expect(document.activeElement?.textContent).toBe('Keep it');
  await userEvent.keyboard('{Enter}');
  expect(sent).toEqual([]);
  await open('Revoke… nightly CI');
  list = { ...KEYS, keys: [aKeyDto({ revokedAt: '2026-11-21T12:00:00.000Z' }), ADMIN] };
  await userEvent.click(screen.getByRole('button', { name: 'Revoke key' }));
  await vi.waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(sent).toEqual([{ method: 'DELETE', path: `${API}/k-1`, body: null }]);
  expect(document.activeElement?.tagName).toBe('TABLE');
});

test('revoking the last key with admin, or one’s own, says what that means', async () => {
  list = KEYS;
  renderPage(<AccessKeysCard project="demo" />);
  const dialog = await open('Revoke… me');
  expect(dialog.textContent).toContain('you will be signed out');
  expect(dialog.textContent).toContain('the last key of this project with the scope admin');
  expect(dialog.textContent).toContain('baggage-claim keys create --project demo --name admin --scope admin');
});

test('a key without admin sees the list and can change nothing', async () => {
  list = { ...KEYS, current: aKeyDto() };
  renderPage(<AccessKeysCard project="demo" />);
  expect(await screen.findByText(/may not make or revoke keys/)).toBeTruthy();
  expect(screen.queryByRole('button', { name: /New key|Revoke/ })).toBeNull();
});
