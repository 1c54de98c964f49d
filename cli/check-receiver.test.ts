import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openReceiverTarget } from '../lib/testing/receiver-target';
import { checkReceiver } from './check-receiver';

const printed: string[] = [];
const open: Server[] = [];

beforeEach(() => {
  printed.length = 0;
  vi.spyOn(console, 'log').mockImplementation((text: string) => void printed.push(text));
});
afterEach(() => {
  for (const server of open.splice(0)) server.close();
});

/** Address of a server that answers everything in one way. */
async function aServer(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  open.push(server);
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('check-receiver', () => {
  it('prints a line for every behaviour, and what could not be tried', async () => {
    const target = await openReceiverTarget();
    const passed = await checkReceiver(target.url.href, { only: 'P22, p11,P20,P60' });
    target.close();
    expect(passed).toBe(true);
    expect(printed.slice(0, 4)).toEqual([
      'P11  ok           MUST      full success is 200 with an empty response, partial_success unset',
      expect.stringMatching(/^P20 {2}skipped .* — a server can not be made to fail from outside$/),
      expect.stringMatching(/^P22 {2}not offered .* — the server asks for no key$/),
      expect.stringMatching(/^P60 {2}ok .* — 1 of 4 cases skipped$/),
    ]);
    expect(printed[4]).toContain('2 behaviours ok, 0 failed, 1 skipped, 1 not offered');
    expect(printed[4]).toContain('--api');
  });

  it('says what was seen where a server does something else, in one line', async () => {
    const url = await aServer((_, response) => response.writeHead(418).end('short\nand \u001b[31mstout'));
    expect(await checkReceiver(url, { only: 'P11' })).toBe(false);
    expect(printed[0]).toMatch(/^P11 {2}FAIL .*8 of 8 cases, such as “1 spans in protobuf, identity”: .*saw 418$/);
    expect(printed[0]).toContain('short and  [31mstout');
  });

  it('prints every case as JSON', async () => {
    const url = await aServer((_, response) => response.writeHead(404).end());
    expect(await checkReceiver(url, { only: 'P11', json: true })).toBe(false);
    const { behaviours } = JSON.parse(printed.join('\n'));
    expect(behaviours).toMatchObject([{ id: 'P11', outcome: 'FAIL', level: 'MUST' }]);
    expect(behaviours[0].cases).toHaveLength(8);
  });

  it.each<[string, string, { api?: string; only?: string }]>([
    ['what is no address', 'localhost', {}],
    ['an address of another kind', 'ftp://localhost', {}],
    ['an address where nothing answers', 'http://127.0.0.1:1', {}],
    ['a behaviour that there is not', 'http://127.0.0.1:1', { only: 'P63' }],
  ])('refuses %s', async (_, url, flags) => {
    await expect(checkReceiver(url, flags)).rejects.toMatchObject({ name: 'ConfigError' });
  });

  it('refuses an API that is none', async () => {
    const url = await aServer((_, response) => response.end('hello'));
    await expect(checkReceiver(url, { api: url })).rejects.toThrow('is no Baggage Claim');
  });
});
