import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test } from 'vitest';
import { HeldRows } from './held-rows';
import { useSteadyRows } from './use-steady-rows';

afterEach(cleanup);

interface Row {
  readonly id: string;
  readonly missing: number;
}

function List({ rows, view = '' }: { readonly rows: readonly Row[]; readonly view?: string }) {
  const steady = useSteadyRows(rows, ({ id }) => id, view);
  return (
    <>
      <HeldRows steady={steady} noun="row">
        <ul>
          {steady.rows.map(({ id, missing }) => (
            <li key={id}>
              <a href={`#${id}`}>{`${id} ${missing}`}</a>
            </li>
          ))}
        </ul>
      </HeldRows>
      <button type="button">elsewhere</button>
    </>
  );
}

const shown = () => screen.getAllByRole('listitem').map((item) => item.textContent);
const BEFORE = [
  { id: 'a', missing: 1 },
  { id: 'b', missing: 0 },
];
const AFTER = [
  { id: 'c', missing: 9 },
  { id: 'b', missing: 5 },
  { id: 'a', missing: 1 },
];

test('rows move at once while nobody is among them', () => {
  const { rerender } = render(<List rows={BEFORE} />);
  rerender(<List rows={AFTER} />);
  expect(shown()).toEqual(['c 9', 'b 5', 'a 1']);
});

test('under the pointer rows stay where they are, with their present contents, until it leaves', async () => {
  const { rerender } = render(<List rows={BEFORE} />);
  await userEvent.hover(screen.getByText('a 1'));
  rerender(<List rows={AFTER} />);
  expect(shown()).toEqual(['a 1', 'b 5']);
  expect(screen.getByRole('status').textContent).toBe('1 row change waiting: show');
  await userEvent.unhover(screen.getByText('a 1'));
  expect(shown()).toEqual(['c 9', 'b 5', 'a 1']);
});

test('the keyboard holds rows, too, and a press shows what waits', async () => {
  const { rerender } = render(<List rows={BEFORE} />);
  await userEvent.tab();
  rerender(<List rows={AFTER.slice(1)} />);
  expect(shown()).toEqual(['a 1', 'b 5']);
  await userEvent.click(screen.getByRole('button', { name: 'The order has changed: show' }));
  expect(shown()).toEqual(['b 5', 'a 1']);
});

test('more rows at the end, and another view, are shown at once', async () => {
  const { rerender } = render(<List rows={BEFORE} />);
  await userEvent.hover(screen.getByText('a 1'));
  rerender(<List rows={[...BEFORE, { id: 'z', missing: 0 }]} />);
  expect(shown()).toEqual(['a 1', 'b 0', 'z 0']);
  rerender(<List rows={AFTER} view="newest first" />);
  expect(shown()).toEqual(['c 9', 'b 5', 'a 1']);
});

test('a row that is gone stays until the rows are let go', async () => {
  const { rerender } = render(<List rows={BEFORE} />);
  await userEvent.hover(screen.getByText('a 1'));
  rerender(<List rows={BEFORE.slice(1)} />);
  expect(shown()).toEqual(['a 1', 'b 0']);
  await userEvent.unhover(screen.getByText('a 1'));
  expect(shown()).toEqual(['b 0']);
});
