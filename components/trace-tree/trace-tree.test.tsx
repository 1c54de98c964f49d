import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, cleanup, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { NuqsTestingAdapter, type UrlUpdateEvent } from 'nuqs/adapters/testing';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { SessionWorkspace } from '@/components/session/session-workspace';
import type { SessionDetail } from '@/lib/contracts/sessions';
import { TREE_HEIGHT_MAX } from './layout';
import { asShown, MISSING, makeBreak, makeSession, makeSpans, TRACE } from './session-fixture';

/** The tree at its tallest, in pixels. */
const VIEW_HEIGHT = TREE_HEIGHT_MAX;

beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(VIEW_HEIGHT);
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe() {}
      disconnect() {}
    },
  );
  window.matchMedia = (media) =>
    ({ matches: true, media, addEventListener: () => {}, removeEventListener: () => {} }) as unknown as MediaQueryList;
  // The span's detail is another matter; here it just never arrives.
  vi.stubGlobal('fetch', () => new Promise(() => {}));
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

/** root ─ a (break of 2) ─ b, root ─ c, then an orphan under a parent that never came. */
const small = () =>
  makeSession(
    makeSpans([
      { spanId: 'root' },
      { spanId: 'a', parentSpanId: 'root', states: MISSING },
      { spanId: 'b', parentSpanId: 'a', states: MISSING },
      { spanId: 'c', parentSpanId: 'root' },
      { spanId: 'orphan', parentSpanId: 'gone', parentState: 'missing' },
    ]),
    { findings: [makeBreak('a', 2)] },
  );

/** One root, one break below it, and all the others good. */
const many = (count: number) =>
  makeSession(
    makeSpans(
      Array.from({ length: count }, (_, i) => ({
        spanId: `s${i}`,
        parentSpanId: i === 0 ? null : 's0',
        ...(i === 1 ? { states: MISSING } : {}),
      })),
    ),
    { findings: [makeBreak('s1', 1)] },
  );

function show(session: SessionDetail, search = '') {
  const urls: UrlUpdateEvent[] = [];
  render(
    <QueryClientProvider client={new QueryClient()}>
      <NuqsTestingAdapter searchParams={search} hasMemory onUrlUpdate={(update) => urls.push(update)}>
        <SessionWorkspace {...asShown(session)} layElsewhere={null} />
      </NuqsTestingAdapter>
    </QueryClientProvider>,
  );
  const grid = screen.getByRole('treegrid');
  const rows = () => within(grid).getAllByRole('row').slice(1);
  return {
    grid,
    urls,
    rows,
    user: userEvent.setup(),
    /** What every row says in its first cell, in order. */
    names: () => rows().map((row) => row.firstElementChild?.textContent),
    row: (name: string) => {
      const found = rows().find((row) => row.querySelector('bdi')?.textContent === name);
      if (found === undefined) throw new Error(`No row ${name}`);
      return found;
    },
    active: () =>
      document.getElementById(grid.getAttribute('aria-activedescendant') ?? '')?.querySelector('bdi')?.textContent,
    url: () => urls.at(-1)?.searchParams.toString(),
  };
}

/** Gives the tree the focus without choosing anything by a click. */
function focus(grid: HTMLElement) {
  act(() => grid.focus());
}

describe('the tree as a treegrid', () => {
  test('tells level, position, size and place of every row', () => {
    const { grid, row } = show(small());
    expect(grid.getAttribute('aria-rowcount')).toBe('8');
    const placeOf = (name: string) =>
      ['aria-level', 'aria-posinset', 'aria-setsize', 'aria-rowindex', 'aria-expanded'].map((attribute) =>
        row(name).getAttribute(attribute),
      );
    expect(placeOf('my session')).toEqual(['1', '1', '1', '2', null]);
    expect(placeOf('root')).toEqual(['2', '1', '2', '3', 'true']);
    expect(placeOf('a')).toEqual(['3', '1', '2', '4', 'true']);
    expect(placeOf('b')).toEqual(['4', '1', '1', '5', null]);
    expect(placeOf('c')).toEqual(['3', '2', '2', '6', null]);
    expect(placeOf('orphan')).toEqual(['3', '1', '1', '8', null]);
  });

  test('is one tab stop', async () => {
    const { grid, user } = show(small());
    focus(grid);
    await user.tab();
    expect(grid.contains(document.activeElement)).toBe(false);
  });

  test('walks with the arrows, Home and End', async () => {
    const { grid, user, active } = show(small());
    focus(grid);
    expect(active()).toBe('a');
    await user.keyboard('{ArrowDown}');
    expect(active()).toBe('b');
    await user.keyboard('{ArrowLeft}');
    expect(active()).toBe('a');
    await user.keyboard('{ArrowUp}{ArrowRight}');
    expect(active()).toBe('a');
    await user.keyboard('{Home}');
    expect(active()).toBe('my session');
    await user.keyboard('{End}');
    expect(active()).toBe('orphan');
  });

  test('closes and opens rows, and says how many problems a closed one hides', async () => {
    const { grid, user, row, names } = show(small());
    focus(grid);
    await user.keyboard('{ArrowLeft}');
    expect(row('a').getAttribute('aria-expanded')).toBe('false');
    expect(row('a').textContent).toContain('1 problem below');
    expect(names()).not.toContain('b');
    await user.keyboard('{ArrowRight}');
    expect(row('a').getAttribute('aria-expanded')).toBe('true');
    await user.keyboard('{Home}{ArrowDown}{ArrowLeft}{End}{ArrowLeft}{ArrowLeft}');
    expect(row('root').getAttribute('aria-expanded')).toBe('false');
    await user.keyboard('*');
    expect(row('root').getAttribute('aria-expanded')).toBe('true');
  });

  test('finds rows by their first letters', async () => {
    const { grid, user, active } = show(small());
    focus(grid);
    await user.keyboard('or');
    expect(active()).toBe('orphan');
  });

  test('keeps the row with the focus in the page while it is scrolled away', async () => {
    const { grid } = show(many(2000));
    act(() => {
      grid.scrollTop = 20_000;
      grid.dispatchEvent(new Event('scroll'));
    });
    expect(document.getElementById(grid.getAttribute('aria-activedescendant') ?? '')).not.toBeNull();
  });
});

describe('breaks', () => {
  test('are labelled at their top, with their size', () => {
    const { row } = show(small());
    expect(row('a').textContent).toContain('break, 2 spans');
    expect(row('b').textContent).not.toContain('break');
  });

  test('are walked with brackets and counted', async () => {
    const session = makeSession(
      makeSpans([{ spanId: 'r' }, { spanId: 'x', states: MISSING }, { spanId: 'y', states: MISSING }]),
      { findings: [makeBreak('x', 1), makeBreak('y', 1)] },
    );
    const { grid, user, active } = show(session);
    focus(grid);
    expect(screen.getByText('break 1 of 2')).toBeTruthy();
    await user.keyboard(']');
    expect(active()).toBe('y');
    await user.keyboard(']');
    expect(active()).toBe('x');
    await user.keyboard('[[');
    expect(active()).toBe('y');
    expect(screen.getByText('break 2 of 2')).toBeTruthy();
  });

  test('are found through closed rows', async () => {
    const { user, row, active } = show(small());
    await user.click(screen.getByRole('button', { name: 'Close all' }));
    await user.click(screen.getByRole('button', { name: 'Next break' }));
    expect(active()).toBe('a');
    expect(row('root').getAttribute('aria-expanded')).toBe('true');
  });
});

describe('the filter', () => {
  test('is on when a large session has problems, and always says what it hides', () => {
    const { names } = show(many(200));
    expect(screen.getByRole('switch', { name: /Only problems \(1\)/ })).toHaveProperty('checked', true);
    expect(screen.getAllByRole('status').map((status) => status.textContent)).toContain(
      '200 spans · 2 shown · 198 hidden by “only problems”',
    );
    expect(names()).toContain('198 spans hidden');
  });

  test('is off for small sessions and for those without a problem', () => {
    show(small());
    expect(screen.getByRole('switch')).toHaveProperty('checked', false);
    cleanup();
    show(makeSession(makeSpans(Array.from({ length: 100 }, (_, i) => ({ spanId: `s${i}` })))));
    expect(screen.getByRole('switch')).toHaveProperty('checked', false);
  });

  test('gives way to a span that a link chooses', async () => {
    const { names } = show(many(200), '?span=s7');
    await waitFor(() => expect(names()).toContain('s7'));
  });

  test('keeps the way to what a search finds, and counts hidden problems', async () => {
    const { names } = show(small(), '?q=C');
    expect(names()).toEqual([
      'my sessionsession record',
      'root',
      'c',
      '2 spans hidden, 2 of them with a problem',
      '1 span hidden, 1 of them with a problem',
    ]);
  });
});

describe('what is odd about a tree', () => {
  test('shows parents that never came and labels their children', () => {
    const { row, names } = show(small());
    expect(names().some((name) => name?.includes('A parent that was never received'))).toBe(true);
    expect(row('orphan').textContent).toContain('orphan');
  });

  test('links to the session a parent is in', () => {
    const { grid } = show(
      makeSession(
        makeSpans([{ spanId: 'x', parentSpanId: 'p', parentState: 'elsewhere', parentSessionId: 'other one' }]),
      ),
    );
    expect(within(grid).getByRole('link').getAttribute('href')).toBe(
      `/p/demo/sessions/other%20one?span=p&trace=${TRACE}`,
    );
  });

  test('marks second roots, self-parents, cycles, repeats and spans without an end', () => {
    const { row } = show(
      makeSession(
        makeSpans([
          { spanId: 'first' },
          { spanId: 'second', sightings: 3, variants: 2 },
          { spanId: 'self', parentSpanId: 'self', parentState: 'self' },
          { spanId: 'ring', parentSpanId: 'ring2', parentState: 'cut' },
          { spanId: 'ring2', parentSpanId: 'ring', endUnixNano: null },
        ]),
      ),
    );
    expect(row('second').textContent).toContain('another root of its trace');
    expect(row('second').textContent).toContain('×3, 2 variants');
    expect(row('self').textContent).toContain('names itself as parent');
    expect(row('ring').textContent).toContain('in a parent cycle');
    expect(row('ring2').textContent).toContain('no end');
  });

  test('draws hostile names and keys as text', () => {
    const name = '<img src=x onerror=alert(1)>\u202Egnp';
    const { grid } = show(
      makeSession(makeSpans([{ spanId: 'x', name, states: ['present'] }]), { keys: ['__proto__'], ownKeys: {} }),
    );
    expect(grid.querySelector('img')).toBeNull();
    expect(grid.querySelectorAll('bdi')[1]?.textContent).toBe('<img src=x onerror=alert(1)>\\u202Egnp');
    expect(within(grid).getByRole('columnheader', { name: '__proto__' })).toBeTruthy();
  });
});

describe('the address', () => {
  test('gets a step of history for a chosen span, and none for folding', async () => {
    const { user, row, urls } = show(small());
    await user.click(row('c'));
    expect(urls.at(-1)?.queryString).toBe('?span=c');
    expect(urls.at(-1)?.options.history).toBe('push');
    await user.click(screen.getByRole('button', { name: 'Close all' }));
    expect(urls.at(-1)?.options.history).toBe('replace');
    expect(urls.at(-1)?.searchParams.get('x')).toMatch(/^[0-9a-f]{4}\.[0-9a-f]+$/);
  });

  test('names the trace where two traces use one span id', async () => {
    const other = 'b'.repeat(32);
    const { user, rows, urls } = show(
      makeSession(makeSpans([{ spanId: 'same' }, { spanId: 'same', traceId: other, name: 'twin' }])),
    );
    await user.click(rows()[2] as HTMLElement);
    expect(urls.at(-1)?.searchParams.get('trace')).toBe(other);
  });

  test('opens the detail of the span it names, through closed rows, and Escape closes it', async () => {
    const session = small();
    const first = show(session);
    await first.user.click(screen.getByRole('button', { name: 'Close all' }));
    const folded = first.urls.at(-1)?.searchParams.get('x');
    cleanup();
    const { row, user, url } = show(session, `?x=${folded}&span=b`);
    await waitFor(() => expect(row('b').getAttribute('aria-selected')).toBe('true'));
    // Its code is loaded now.
    expect(await screen.findByRole('article', { name: 'Span b' })).toBeTruthy();
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('article')).toBeNull();
    expect(url()).not.toContain('span');
  });

  test('says so when its span or its layout no longer fits', () => {
    show(small(), '?span=nobody&x=dead.f');
    expect(screen.getByText(/which is not in this session/)).toBeTruthy();
    expect(screen.getByText(/layout from the link no longer fits/)).toBeTruthy();
  });

  test('can name the session itself', async () => {
    const { user, row, url } = show(small());
    await user.click(row('my session'));
    expect(url()).toBe('span=session');
    expect(screen.getByRole('article', { name: 'Session record' })).toBeTruthy();
  });
});

test('mounts at most 60 rows of 10,000', () => {
  const { grid, rows } = show(many(10_000), '?only=false');
  expect(grid.getAttribute('aria-rowcount')).toBe('10002');
  expect(rows().length).toBeGreaterThan(20);
  expect(rows().length).toBeLessThanOrEqual(60);
});
