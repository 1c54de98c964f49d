import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RunMember } from '../domain/structure';
import { alignDatapoints, type DatapointAlignment } from './align-datapoints';

/** Sessions written as `session: datapoint, inputs`, with `-` for nothing. */
function members(...lines: readonly string[]): RunMember[] {
  return lines.map((line) => {
    const [sessionId = '', datapointId, inputHash] = line.split(/[:,] /);
    const orNull = (word: string | undefined) => (word === undefined || word === '-' ? null : word);
    return {
      sessionId,
      datapointId: orNull(datapointId),
      inputHash: orNull(inputHash),
      spanCount: 1,
      settled: true,
      revision: 1,
      contract: 'preserve',
    };
  });
}

/** A line per datapoint: `id d1: b1 b2 | r1`. */
function drawn({ units }: DatapointAlignment): string[] {
  const ids = (list: readonly RunMember[]) => list.map(({ sessionId }) => sessionId).join(' ');
  return units.map(({ match, datapointId, base, run }) => `${match} ${datapointId}: ${ids(base)} | ${ids(run)}`);
}

describe('alignDatapoints', () => {
  it('goes by id, whatever the inputs, and takes the sessions of a repeated datapoint together', () => {
    const alignment = alignDatapoints(
      members('b2: d1, y', 'b1: d1, x', 'b3: d2, z'),
      members('r1: d2, -', 'r2: d1, q', 'r3: d2, z'),
    );
    expect(drawn(alignment)).toEqual(['id d1: b1 b2 | r2', 'id d2: b3 | r1 r3']);
    expect(alignment).toMatchObject({ matched: 2, byInputs: 0, onlyBase: 0, onlyRun: 0, isPooled: false });
  });

  it('goes by equal inputs where the ids are others, the first with the first', () => {
    const alignment = alignDatapoints(
      members('b1: old-2, x', 'b2: old-1, x', 'b3: old-3, y', 'b4: same, w'),
      members('r1: new-1, x', 'r2: new-2, x', 'r3: new-3, x', 'r4: same, v'),
    );
    expect(drawn(alignment)).toEqual([
      'id same: b4 | r4',
      'inputs new-1: b2 | r1',
      'inputs new-2: b1 | r2',
      'only-base old-3: b3 | ',
      'only-run new-3:  | r3',
    ]);
    expect(alignment).toMatchObject({ matched: 3, byInputs: 2, onlyBase: 1, onlyRun: 1, isPooled: false });
  });

  it('takes sessions without an id for one datapoint if their inputs are equal, also against ones with an id', () => {
    const alignment = alignDatapoints(members('b1: -, x', 'b2: -, x', 'b3: -, y'), members('r1: d1, x', 'r2: -, y'));
    expect(drawn(alignment)).toEqual(['inputs d1: b1 b2 | r1', 'inputs null: b3 | r2']);
  });

  it('guesses nothing for sessions that were never judged and have no id', () => {
    const alignment = alignDatapoints(members('b1: -, -', 'b2: -, -'), members('r1: -, -'));
    expect(drawn(alignment)).toEqual(['only-base null: b1 | ', 'only-base null: b2 | ', 'only-run null:  | r1']);
    expect(alignment.isPooled).toBe(true);
  });

  it('does not go by inputs when the sessions of a datapoint had different ones', () => {
    const alignment = alignDatapoints(members('b1: a, x', 'b2: a, y'), members('r1: c, x'));
    expect(alignment).toMatchObject({ matched: 0, isPooled: true });
  });

  it('has nothing to pool when a run has no sessions', () => {
    expect(alignDatapoints(members('b1: a, x'), [])).toMatchObject({ matched: 0, onlyBase: 1, isPooled: false });
  });

  it('places every session once, for any order of both runs', () => {
    const few = (...words: readonly (string | null)[]) => fc.constantFrom(...words);
    const anyMembers = fc
      .array(fc.tuple(few('a', 'b', 'c', '__proto__', null), few('x', 'y', null)), { maxLength: 8 })
      .map((list) => list.map(([id, inputs], i) => `s${i}: ${id ?? '-'}, ${inputs ?? '-'}`))
      .map((lines) => members(...lines));
    const twice = anyMembers.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
    );
    fc.assert(
      fc.property(twice, twice, ([base, mixedBase], [run, mixedRun]) => {
        const alignment = alignDatapoints(base, run);
        expect(alignDatapoints(mixedBase, mixedRun)).toEqual(alignment);
        expect(alignment.units.flatMap((unit) => unit.base).length).toBe(base.length);
        expect(new Set(alignment.units.flatMap((unit) => unit.run)).size).toBe(run.length);
        const inBoth = alignment.units.filter((unit) => unit.base.length > 0 && unit.run.length > 0);
        expect(inBoth).toEqual(alignment.units.slice(0, alignment.matched));
      }),
    );
  });
});
