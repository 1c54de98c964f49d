import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { readRecording } from '../lib/services/recorded-requests';
import { expect, test } from './fixtures';

type Recorded = Awaited<ReturnType<typeof readRecording>>[number];

/** Sends the requests of a recording that are wanted to a project of the test's own, with ids of its own. */
async function replayInto(
  origin: string,
  project: string,
  name: string,
  isWanted: (request: Recorded) => boolean = () => true,
): Promise<number[]> {
  const file = fileURLToPath(new URL(`../captures/${name}.jsonl`, import.meta.url));
  const statuses: number[] = [];
  for (const { method, path, headers, body } of (await readRecording(file)).filter(isWanted)) {
    headers.set('x-project', project);
    const own = (text: string) => text.replaceAll(OWN_IDS, (id) => `${id.slice(0, 28)}${hashOf(project)}`);
    const response = await fetch(`${origin}${own(path)}`, {
      method,
      headers,
      body: own(new TextDecoder().decode(body)),
    });
    statuses.push(response.status);
  }
  return statuses;
}

const OWN_IDS = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** Eight hexadecimal digits. */
function hashOf(text: string): string {
  let hash = 7;
  for (const char of text) hash = (hash * 31 + (char.codePointAt(0) ?? 0)) >>> 0;
  return hash.toString(16).padStart(8, '0');
}

const runOf = (id: string, project: string) => `${id.slice(0, 28)}${hashOf(project)}`;
const RUN_503 = '819078e2-fefc-4f3f-b4d2-8d40c0ce2366';
const RUN_500 = '0e675020-2a57-48e4-aef6-c4235fcb3a04';
const isExport = ({ path }: Recorded) => path.endsWith('/v1/traces');

test('a run that is completed although its export was refused: finding, deliveries, and the reason', async ({
  page,
  server,
}) => {
  const project = 'lost-export';
  await replayInto(server.origin, project, 'py151-mode-otlp503', (request) => !isExport(request));
  // What the recording server answered with 503, this one refuses for a reason of its own.
  const refused = await fetch(`${server.origin}/opentelemetry/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-project': project },
    body: '{"resourceSpans": 1}',
  });
  expect(refused.status).toBe(400);

  const runPage = `/p/${project}/runs/${runOf(RUN_503, project)}`;
  await page.goto(`${runPage}?tab=findings`);
  await expect(page.getByText('The run is completed, and no span of the session arrived')).toBeVisible();
  await expect(page.getByText('exported – breaks after this step')).toBeAttached();

  await page.getByRole('tab', { name: 'Deliveries' }).click();
  await expect(page).toHaveURL(/tab=deliveries/);
  await expect(page.getByRole('row').filter({ hasText: '/session/start' })).toContainText('taken');
  await expect(page.getByText(/^4 requests: 4 taken/)).toBeVisible();

  // Late, but there: the finding goes.
  await replayInto(server.origin, project, 'py151-mode-otlp503', isExport);
  await page.goto(`${runPage}?tab=findings`);
  await expect(page.getByText('No findings')).toBeVisible();
  await page.goto(`${runPage}?tab=deliveries`);
  await expect(page.getByRole('row').filter({ hasText: '/opentelemetry/v1/traces' })).toContainText('taken 200');
});

test('a session that nobody started is marked in the run, on its page and on its datapoint’s', async ({
  page,
  server,
}) => {
  const project = 'never-started';
  await replayInto(server.origin, project, 'py151-mode-sess500', ({ path }) => path !== '/session/start');
  await page.goto(`/p/${project}/runs/${runOf(RUN_500, project)}`);
  const row = page.getByRole('row').filter({ hasText: 'never started' });
  await expect(row).toHaveCount(1);
  await row.getByRole('link').click();
  await expect(page.getByTitle(/never announced this session/)).toBeVisible();
  await expect(page.getByText(/The session was never started; its spans carry run_id/).first()).toBeVisible();
  await page.getByRole('link', { name: 'its requests' }).click();
  await expect(page).toHaveURL(/\/deliveries\?session=/);
  await expect(page.getByRole('row').filter({ hasText: '/opentelemetry/v1/traces' })).toContainText('taken 200');
  await page.getByRole('link', { name: 'session', exact: true }).click();
  await expect(page.getByText('never started').first()).toBeVisible();
});

test('a colleague who gets the link sees the same requests', async ({ page, server }) => {
  const project = 'linked';
  await replayInto(server.origin, project, 'py151-mode-baseline');
  await page.goto(`/p/${project}/deliveries`);
  await page.getByRole('switch', { name: 'Only refused' }).click();
  await expect(page).toHaveURL(/show=refused/);
  await page.reload();
  await expect(page.getByRole('switch', { name: 'Only refused' })).toBeChecked();
  await expect(page.getByText('No request was refused')).toBeVisible();
  await page.getByRole('button', { name: 'Show all requests' }).click();
  await expect(page.getByRole('row').filter({ hasText: '/session/start' })).toBeVisible();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`deliveries can be read by everybody, ${colorScheme}, also on a phone`, async ({ page, server }) => {
    const project = `seen-${colorScheme}`;
    await replayInto(server.origin, project, 'py151-mode-sess500');
    await page.emulateMedia({ colorScheme });
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: 900 });
      await page.goto(`/p/${project}/deliveries`);
      await expect(page.getByRole('row').filter({ hasText: '/session/start' })).toBeVisible();
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(overflow).toBeLessThanOrEqual(0);
      expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    }
  });
}
