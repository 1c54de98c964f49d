import { describe, expect, it } from 'vitest';
import { nextStop, placeAmong } from './next-stop';

// In tree order: 4, 2, 0, 6, 1, 3, 5.
const tree = { position: Int32Array.from([2, 4, 1, 5, 0, 6, 3]) };
const stops = [2, 6];

describe('nextStop', () => {
  it('goes on to the next stop in tree order and round at the end', () => {
    expect(nextStop(tree, stops, null, 1)).toBe(2);
    expect(nextStop(tree, stops, 2, 1)).toBe(6);
    expect(nextStop(tree, stops, 6, 1)).toBe(2);
    expect(nextStop(tree, stops, 0, 1)).toBe(6);
    expect(nextStop(tree, stops, 5, 1)).toBe(2);
  });

  it('goes back, and to the last one from nowhere', () => {
    expect(nextStop(tree, stops, null, -1)).toBe(6);
    expect(nextStop(tree, stops, 6, -1)).toBe(2);
    expect(nextStop(tree, stops, 2, -1)).toBe(6);
    expect(nextStop(tree, stops, 0, -1)).toBe(2);
  });

  it('finds nothing where there is none, and the only one from itself', () => {
    expect(nextStop(tree, [], null, 1)).toBeNull();
    expect(nextStop(tree, [4], 4, 1)).toBe(4);
    expect(nextStop(tree, [4], 4, -1)).toBe(4);
  });

  it('says which of them a node is', () => {
    expect(placeAmong(tree, stops, 6)).toBe(2);
    expect(placeAmong(tree, stops, 0)).toBeNull();
  });
});
