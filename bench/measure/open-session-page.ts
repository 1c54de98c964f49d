/** Uses a session's page as a person would, in a real browser; the times are taken inside the page. */
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from '@playwright/test';
import { findBrowser } from '../../scripts/find-browser.js';
import { type Latency, latencyOf } from './latency';

const TIMERS = fileURLToPath(new URL('./page-timers.js', import.meta.url));
const PATIENCE_MS = 60_000;
/** Steps from the top of the tree to its end: three seconds at 60 frames a second. */
const SCROLL_FRAMES = 180;
const VISITS = 3;
/** Pages that take so long are opened less often. */
const SLOW_MS = 5000;

interface Opened {
  /** From the start of the navigation until a row of the tree was painted, in milliseconds. */
  readonly firstRowMs: number;
  /** From the start of the navigation until the tree answers. */
  readonly usableMs: number;
}

export interface PageUse extends Opened {
  readonly nextBreakMs: number | null;
  readonly openAllMs: number;
  readonly frames: Latency;
  /** Most rows in the document while scrolling. */
  readonly mountedRows: number;
  readonly searchMs: number;
  readonly heapMegabytes: number;
}

export async function openBrowser(): Promise<Browser> {
  process.env.CHROMIUM_PATH ??= findBrowser();
  const executablePath = process.env.CHROMIUM_PATH;
  return chromium.launch({
    ...(executablePath ? { executablePath } : {}),
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
  });
}

/** Opens the page several times, as a new visitor each time, and uses it the last time. */
export async function openSessionPage(browser: Browser, address: string): Promise<PageUse> {
  const opened: Opened[] = [];
  while (opened.length < VISITS - 1 && (opened[0]?.usableMs ?? 0) < SLOW_MS) {
    opened.push(await withPage(browser, address, async (_, times) => times));
  }
  const use = await withPage(browser, address, usePage);
  opened.push(use);
  return {
    ...use,
    firstRowMs: latencyOf(opened.map(({ firstRowMs }) => firstRowMs)).p50,
    usableMs: latencyOf(opened.map(({ usableMs }) => usableMs)).p50,
  };
}

async function usePage(page: Page, opened: Opened): Promise<PageUse> {
  const nextBreakMs = await goToNextBreak(page);
  await showAll(page);
  const openAllMs = await openAll(page);
  const { frames, mountedRows } = await page.evaluate<{ frames: number[]; mountedRows: number }>(
    `bench.scrollToEnd(${SCROLL_FRAMES})`,
  );
  const searchMs = await search(page);
  const heapMegabytes = await page.evaluate<number>('bench.heapMegabytes()');
  return { ...opened, nextBreakMs, openAllMs, frames: latencyOf(frames), mountedRows, searchMs, heapMegabytes };
}

async function withPage<T>(
  browser: Browser,
  address: string,
  use: (page: Page, opened: Opened) => Promise<T>,
): Promise<T> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  try {
    await page.addInitScript({ path: TIMERS });
    await page.goto(address, { waitUntil: 'commit' });
    return await use(page, await page.evaluate<Opened>('bench.untilUsable()'));
  } finally {
    await context.close();
  }
}

async function goToNextBreak(page: Page): Promise<number | null> {
  if (!(await page.getByRole('button', { name: 'Next break' }).isVisible())) return null;
  return timed(page, 'active', () => page.keyboard.press(']'));
}

/** Large sessions open with only their problems. */
async function showAll(page: Page): Promise<void> {
  const filter = page.getByRole('switch', { name: /Only problems/ });
  if (await filter.isChecked()) await filter.uncheck();
  await page.evaluate('bench.painted()');
}

async function openAll(page: Page): Promise<number> {
  await timed(page, 'rows', () => page.getByRole('button', { name: 'Close all' }).click());
  return timed(page, 'rows', () => page.getByRole('button', { name: 'Open all' }).click());
}

async function search(page: Page): Promise<number> {
  const field = page.getByRole('searchbox', { name: /Search/ });
  await field.fill('rerank');
  return timed(page, 'matches', () => field.press('Enter'));
}

async function timed(page: Page, change: 'rows' | 'active' | 'matches', act: () => Promise<void>): Promise<number> {
  await page.evaluate(`bench.timeNextInput('${change}')`);
  await act();
  return page.evaluate<number>('bench.readTimer()');
}
