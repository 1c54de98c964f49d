import { expect, it } from 'vitest';
import { CELL_STATES, GRADES } from '../domain/comparison';
import { Dice } from '../testing/dice';
import { cellKeys } from './cell-keys';
import type { JudgedCell } from './judge-cells';
import { CELLS_MAX, GravestCells } from './list-cells';

it('keeps the gravest of far more cells than are listed, in whatever order they come', () => {
  const dice = new Dice(1);
  const keys = cellKeys(['run_id', 'dataset_id'], ['zeta', 'alpha']);
  const cells = Array.from({ length: 3 * CELLS_MAX }, (_, index): JudgedCell => {
    const state = dice.pick(CELL_STATES);
    const isRegression = state === 'newly-missing' || state === 'moved';
    return {
      node: index,
      cell: dice.below(4),
      state,
      grade: isRegression ? dice.pick(GRADES) : null,
      isCertain: false,
      isBetter: false,
      isChanged: false,
      share: dice.below(3) / 2,
      p: null,
    };
  });
  const wordOf = ({ cell, state, grade, share }: JudgedCell) =>
    [
      grade ?? ['', '', 'new-path', 'still-missing', 'gone-path', 'fixed', 'not-comparable'].indexOf(state),
      cell < 2 ? 'attribution' : 'sent',
      1 - share,
    ].join();
  const gravest = new GravestCells(keys);
  for (const cell of dice.shuffle(cells)) gravest.offer(cell);
  // `confirmed` and `suspected` come after digits in the alphabet, and must come before them here.
  const rank = (cell: JudgedCell) => (cell.grade === null ? `1${wordOf(cell)}` : `0${wordOf(cell)}`);
  const expected = cells.toSorted((a, b) => (rank(a) === rank(b) ? a.node - b.node : rank(a) < rank(b) ? -1 : 1));
  expect(gravest.list().map(({ node }) => node)).toEqual(expected.slice(0, CELLS_MAX).map(({ node }) => node));
});
