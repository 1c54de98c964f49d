import { createServer, type RequestListener, type Server } from 'node:http';
import { afterEach, expect, it } from 'vitest';
import { closeWithin, listen } from './listen';

const open: Server[] = [];
afterEach(() => {
  for (const server of open.splice(0)) server.close();
});

function aServer(listener?: RequestListener): Server {
  const server = createServer(listener);
  open.push(server);
  return server;
}

it('a taken port is one line that names the port and the setting', async () => {
  const port = await listen(aServer(), 0, '127.0.0.1', 'PORT');
  await expect(listen(aServer(), port, '127.0.0.1', 'OTLP_PORT')).rejects.toThrow(
    `Port ${port} on 127.0.0.1 is taken by another program; set OTLP_PORT (or HOST) to another.`,
  );
});

it('an address that is not of this machine is one line', async () => {
  await expect(listen(aServer(), 0, '192.0.2.1', 'PORT')).rejects.toThrow('can not be opened on this address');
});

it('closing lets an open request end', async () => {
  const server = aServer((_request, response) => setTimeout(() => response.end('done'), 200));
  const port = await listen(server, 0, '127.0.0.1', 'PORT');
  const answer = fetch(`http://127.0.0.1:${port}`).then((response) => response.text());
  await new Promise((resolve) => server.once('request', resolve));
  await closeWithin(server, 5000);
  expect(await answer).toBe('done');
});

it('closing cuts a request that does not end', async () => {
  const server = aServer(() => undefined);
  const port = await listen(server, 0, '127.0.0.1', 'PORT');
  const answer = fetch(`http://127.0.0.1:${port}`).catch(() => 'cut');
  await new Promise((resolve) => server.once('request', resolve));
  await closeWithin(server, 50);
  expect(await answer).toBe('cut');
});
