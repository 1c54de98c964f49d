import { expect, it } from 'vitest';
import { clientOf } from './client-of';

it.each([
  [
    { 'hh-client-package': 'honeyhive', 'hh-client-version': '1.5.1', 'user-agent': 'python-httpx/0.28.1' },
    'honeyhive 1.5.1',
  ],
  [{ 'user-agent': 'HoneyHive-Python-SDK/0.1.0rc3' }, 'HoneyHive-Python-SDK 0.1.0rc3'],
  [{ 'user-agent': 'speakeasy-sdk/typescript 1.34.1 2.559.0 1.0.21 honeyhive' }, 'honeyhive 1.0.21'],
  [{ 'user-agent': 'OTel-OTLP-Exporter-JavaScript/0.56.0' }, 'OTel-OTLP-Exporter-JavaScript 0.56.0'],
  [{ 'user-agent': 'Mozilla/5.0 (X11; Linux)' }, 'Mozilla 5.0'],
  [{ 'user-agent': 'curl' }, null],
  [{}, null],
])('%j is %s', (headers: Record<string, string>, expected) => {
  const client = clientOf((name) => headers[name]);
  expect(client === null ? null : `${client.name} ${client.version}`).toBe(expected);
});
