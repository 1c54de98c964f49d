import { act, cleanup, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { MergedTree } from '@/lib/contracts/structure';
import { MATRIX_HEIGHT_MAX } from './matrix-layout';
import type { MatrixSides } from './matrix-sides';
import { type SpanChoice, StructureMatrix } from './structure-matrix';
import { aNode, aSide, aTree, TRACE } from './tree-fixture';

beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(MATRIX_HEIGHT_MAX);
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe() {}
      disconnect() {}
    },
  );
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const BAD = { missing: 2 };

/** fn (good) ─ a (bad) ─ b (good), fn ─ c (good), other (good). */
const small = () =>
  aTree([
    aNode('fn', -1),
    aNode('a', 0, { run: aSide(2, BAD) }),
    aNode('b', 1),
    aNode('c', 0, { run: aSide(4) }),
    aNode('other', -1),
  ]);

interface PageProps {
  readonly tree: MergedTree;
  readonly sides: MatrixSides;
  readonly onList: (choice: SpanChoice) => void;
}

function Page(props: PageProps) {
  const [showAll, setShowAll] = useState<boolean | null>(null);
  return <StructureMatrix project="demo" showAll={showAll} onShowAll={setShowAll} {...props} />;
}

function show(tree: MergedTree, sides: MatrixSides = 'run') {
  const listed: SpanChoice[] = [];
  const page = (shown: MergedTree) => <Page tree={shown} sides={sides} onList={(choice) => listed.push(choice)} />;
  const { rerender } = render(page(tree));
  const grid = screen.getByRole('treegrid');
  // Not by role, which takes jsdom seconds in a grid of this size.
  const rows = () => [...grid.querySelectorAll('[role=row]')].slice(1) as HTMLElement[];
  const nameOf = (row: Element | null | undefined) =>
    row?.querySelector('bdi')?.textContent ?? row?.firstElementChild?.textContent;
  return {
    grid,
    rows,
    listed,
    load: (next: MergedTree) => rerender(page(next)),
    user: userEvent.setup(),
    names: () => rows().map(nameOf),
    row: (name: string) => {
      const found = rows().find((row) => nameOf(row) === name);
      if (found === undefined) throw new Error(`No row ${name}`);
      return found;
    },
    active: () => nameOf(document.getElementById(grid.getAttribute('aria-activedescendant') ?? '')),
    showAll: () => userEvent.click(screen.getByRole('switch', { name: 'Show complete rows' })),
  };
}

function focus(grid: HTMLElement) {
  act(() => grid.focus());
}

describe('the rows', () => {
  test('are those below 100 %, the way to them, and how many complete ones are hidden', () => {
    const { names, row } = show(small());
    expect(names().map((name) => name?.replace(/2 spans|10 spans/, ''))).toEqual([
      expect.stringContaining('All spans'),
      'fn',
      'a',
      '1 complete row hidden',
      '1 complete row hidden',
      '1 complete row hidden',
    ]);
    expect(screen.getByRole('status').textContent).toBe('5 rows, 3 of them complete and hidden');
    expect(row('fn').className).toContain('text-ink-muted');
    expect(row('a').className).not.toContain('[&_a]:text-ink-muted');
  });

  test('are all there on demand, by the switch or by the row that counts the hidden ones', async () => {
    const { names, showAll, user, rows } = show(small());
    await showAll();
    expect(names().slice(1)).toEqual(['fn', 'a', 'b', 'c', 'other']);
    await showAll();
    expect(names()).not.toContain('other');
    await user.click(rows().at(-1)?.firstElementChild as Element);
    expect(names()).toContain('other');
  });

  test('are all there when every one is complete: an empty table would say nothing', () => {
    const { names } = show(aTree([aNode('fn', -1), aNode('a', 0)]));
    expect(names().slice(1)).toEqual(['fn', 'a']);
  });

  test('that lost a sent key are not complete', () => {
    const run = aSide(2, undefined, { unpreserved: 1 });
    const { names, row } = show(aTree([aNode('fn', -1), aNode('a', 0, { run }), aNode('b', 0)]));
    expect(names().slice(1)).toEqual(['fn', 'a', '1 complete row hidden']);
    expect(row('a').textContent).toContain('1 of 2 spans sent a key that is not preserved');
    expect(row('fn').textContent).toContain('kept');
  });

  test('tell share, good and judged of every key; what waits for a verdict is no part of it', () => {
    const run = aSide(5, { present: 1, missing: 2, pending: 1, notApplicable: 1 });
    const { row } = show(aTree([aNode('a', -1, { run })]));
    const cell = within(row('a')).getAllByRole('gridcell')[3];
    expect(cell?.textContent).toContain('33%1 of /3');
    expect(cell?.textContent).toContain('run_id: pending1');
  });

  test('that wait for a verdict are not complete, either', () => {
    const waiting = aNode('b', 0, { run: aSide(2, { present: 1, pending: 1 }) });
    const { names } = show(aTree([aNode('a', -1), waiting, aNode('c', 0)]));
    expect(names().slice(1)).toEqual(['a', 'b', '1 complete row hidden']);
  });

  test('begin with what all spans add up to', () => {
    const { rows } = show(small());
    expect(rows()[0]?.textContent).toContain('All spans');
    expect(rows()[0]?.textContent).toContain('12 spans');
    expect(within(rows()[0] as HTMLElement).getAllByRole('gridcell')[3]?.textContent).toContain('83%10 of /12');
    cleanup();
    expect(show({ ...small(), left: 3 }).rows()[0]?.textContent).toContain('Spans of these rows');
  });

  test('mark loops, and parents that no span came of', async () => {
    const { row, showAll, names } = show(
      aTree([
        aNode('?', -1, { run: aSide(0, {}, { example: null }) }),
        aNode('turn', 0, { repeats: true, run: aSide(3, BAD) }),
        aNode('elsewhere', -1, { run: aSide(0, {}, { example: null }) }),
      ]),
    );
    await showAll();
    expect(row('turn').textContent).toContain('loop');
    expect(names()[1]).toContain('Parents that were never received');
    expect(row('elsewhere').textContent).toContain('in other sessions');
  });

  test('draw hostile names as text', () => {
    const name = '<img src=x onerror=alert(1)>\u202Egnp';
    const { grid } = show(aTree([aNode(name, -1), aNode('__proto__', 0)], { keys: ['__proto__', 'b', 'c'] }));
    expect(grid.querySelector('img')).toBeNull();
    expect(grid.querySelector('bdi')?.textContent).toBe('<img src=x onerror=alert(1)>\\u202Egnp');
    expect(within(grid).getByRole('columnheader', { name: '__proto__' })).toBeTruthy();
  });

  test('are at most 60 in the page, however many there are', () => {
    const { grid, rows } = show(aTree(Array.from({ length: 5_000 }, (_, i) => aNode(`n${i}`, i === 0 ? -1 : 0))));
    expect(grid.getAttribute('aria-rowcount')).toBe('5002');
    expect(rows().length).toBeGreaterThan(20);
    expect(rows().length).toBeLessThanOrEqual(60);
  });

  test('are indented no further in a tree of any depth, and print their level', async () => {
    const { grid, user, active, row, rows } = show(
      aTree(Array.from({ length: 5_000 }, (_, i) => aNode(`n${i}`, i - 1))),
    );
    focus(grid);
    await user.keyboard('{End}');
    expect(active()).toBe('n4999');
    expect(row('n4999').textContent).toContain('level 5001');
    expect(rows().length).toBeLessThanOrEqual(60);
  });
});

describe('the matrix as a treegrid', () => {
  test('tells level, position, size and place of every row', () => {
    const { grid, row } = show(small());
    expect(grid.getAttribute('aria-colcount')).toBe('7');
    const placeOf = (name: string) =>
      ['aria-level', 'aria-posinset', 'aria-setsize', 'aria-rowindex', 'aria-expanded'].map((attribute) =>
        row(name).getAttribute(attribute),
      );
    expect(placeOf('fn')).toEqual(['2', '1', '2', '3', 'true']);
    expect(placeOf('a')).toEqual(['3', '1', '2', '4', 'true']);
  });

  test('walks, closes and opens from the keyboard, and says how many problems a closed row hides', async () => {
    const { grid, user, active, row, names } = show(small());
    focus(grid);
    await user.keyboard('{ArrowDown}{ArrowDown}');
    expect(active()).toBe('a');
    await user.keyboard('{ArrowLeft}{ArrowLeft}{ArrowLeft}');
    expect(active()).toBe('fn');
    expect(row('fn').getAttribute('aria-expanded')).toBe('false');
    expect(row('fn').textContent).toContain('1 problem below');
    expect(names()).not.toContain('a');
    await user.keyboard('*');
    expect(names()).toContain('a');
    await user.keyboard('{Home}a');
    expect(active()).toBe('a');
  });

  test('closes and opens all rows, and the focus stays where something is', async () => {
    const { grid, user, active, names } = show(small());
    focus(grid);
    await user.keyboard('{ArrowDown}{ArrowDown}');
    await user.click(screen.getByRole('button', { name: 'Close all' }));
    expect(names()).toContain('fn');
    expect(names()).not.toContain('a');
    expect(active()).toBe('fn');
    await user.click(screen.getByRole('button', { name: 'Open all' }));
    expect(active()).toBe('a');
  });

  test('closes a row by its button', async () => {
    const { user, row, names } = show(small());
    await user.click(within(row('fn')).getByRole('button', { name: 'Close' }));
    expect(names()).not.toContain('a');
  });

  test('opens an example with Enter, which a row links to', async () => {
    const { grid, user, row } = show(small());
    const href = within(row('a')).getByRole('link').getAttribute('href');
    expect(href).toBe(`/p/demo/sessions/s1?span=${'b'.repeat(16)}&trace=${TRACE}`);
    const followed: (string | null)[] = [];
    const follow = (event: MouseEvent) => {
      event.preventDefault();
      followed.push((event.target as Element).closest('a')?.getAttribute('href') ?? null);
    };
    document.addEventListener('click', follow, { capture: true });
    focus(grid);
    await user.keyboard('{ArrowDown}{ArrowDown}{Enter}');
    document.removeEventListener('click', follow, { capture: true });
    expect(followed).toEqual([href]);
  });

  test('lists the spans of a cell by a click and of a row by the space bar', async () => {
    const { grid, user, row, listed, active } = show(small());
    await user.click(within(row('a')).getByRole('button', { name: 'List the spans of a by dataset_id' }));
    await user.click(within(row('fn')).getByRole('button', { name: 'List the spans of fn by sent keys' }));
    expect(listed).toEqual([
      { path: 'a', key: 'dataset_id', side: 'run' },
      { path: 'fn', key: null, side: 'run' },
    ]);
    expect(document.activeElement).toBe(grid);
    expect(active()).toBe('fn');
    await user.keyboard('{ArrowDown} ');
    expect(listed.at(-1)).toEqual({ path: 'a', key: null, side: 'run' });
    await user.keyboard('{Home} ');
    expect(listed).toHaveLength(3);
  });
});

describe('two runs', () => {
  const both = () =>
    aTree([
      aNode('fn', -1, { base: aSide(2), run: aSide(3) }),
      aNode('a', 0, { base: aSide(2), run: aSide(2, BAD) }),
      aNode('b', 0, { base: aSide(2), run: aSide(2), status: 'renamed', renamedFrom: 'before' }),
      aNode('c', 0, { base: null, run: aSide(1), status: 'new' }),
      aNode('d', 0, { base: aSide(1), run: null, status: 'gone' }),
      aNode('e', 0, { base: aSide(1), run: aSide(1) }),
    ]);

  test('stand beside each other in every cell', async () => {
    const { row, user, listed } = show(both(), 'both');
    const cell = within(row('a')).getAllByRole('gridcell')[3] as HTMLElement;
    expect(cell.textContent).toBe('Abaseline: 100%Bcandidate: 0%');
    await user.click(within(cell).getByRole('button', { name: 'List the spans of a by run_id, baseline' }));
    expect(listed).toEqual([{ path: 'a', key: 'run_id', side: 'base' }]);
    expect(row('fn').textContent).toContain('baseline 2 → , candidate 3');
  });

  test('have marks for what is new, gone and renamed, and such rows are never hidden', () => {
    const { row, names } = show(both(), 'both');
    expect(names().slice(1)).toEqual(['fn', 'a', 'b', 'c', 'd', '1 complete row hidden']);
    expect(row('b').textContent).toContain('renamed from before');
    expect(row('c').textContent).toContain('new');
    expect(row('d').textContent).toContain('gone');
    for (const name of ['b', 'c', 'd']) expect(row(name).querySelector('svg')).not.toBeNull();
    expect(within(row('c')).getAllByRole('gridcell')[3]?.textContent).toContain('baseline: –no spans');
  });

  test('list the spans of the run that has them by the space bar', async () => {
    const { grid, user, listed } = show(both(), 'both');
    focus(grid);
    await user.keyboard('d ');
    expect(listed).toEqual([{ path: 'd', key: null, side: 'base' }]);
  });
});

test('a tree that is loaded again keeps its closed rows and the focus', async () => {
  const { grid, user, names, active, load } = show(small());
  focus(grid);
  await user.keyboard('{ArrowDown}{ArrowLeft}');
  expect(names()).not.toContain('a');
  const before = small().nodes.map((node) => ({ ...node, above: node.above < 0 ? -1 : node.above + 1 }));
  load(aTree([aNode('another', -1, { run: aSide(1, BAD) }), ...before]));
  expect(names().slice(1, 3)).toEqual(['another', 'fn']);
  expect(names()).not.toContain('a');
  expect(active()).toBe('fn');
});
