import { expect, test } from './fixtures';
import { runToEnd } from './server';

test('the built product does everything it asks of a receiver', async ({ server }) => {
  test.setTimeout(180_000);
  const { code, output } = await runToEnd({}, ['check-receiver', server.otlpOrigin, '--api', server.origin]);
  expect(output).toContain('0 failed');
  expect(code).toBe(0);
});
