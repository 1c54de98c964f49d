import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openReceiverTarget } from '../testing/receiver-target';
import { BEHAVIOURS } from './behaviours';
import { runCase } from './run-suite';
import type { Target } from './target';

/** Behaviours that the product does not have. */
const NOT_OFFERED: ReadonlySet<string> = new Set(['P23']);
/** Behaviours of a receiver that takes keys. */
const WITH_KEYS: ReadonlySet<string> = new Set(['P22']);

for (const { id, title, level, cases } of BEHAVIOURS) {
  describe(`${id} (${level}): ${title}`, () => {
    let target: Target;
    beforeAll(async () => {
      target = await openReceiverTarget({ hasKeys: WITH_KEYS.has(id) });
    });
    afterAll(() => target.close());

    it.each(cases.map((one) => [one.name, one] as const))('%s', async (_, one) => {
      const { outcome, why } = await runCase(target, one);
      expect([outcome, why]).toEqual(NOT_OFFERED.has(id) ? ['not offered', why] : ['ok', '']);
    });
  });
}

it('has every behaviour once', () => {
  expect(BEHAVIOURS.map(({ id }) => id)).toEqual(Array.from({ length: 62 }, (_, at) => `P${at + 1}`));
});

it('is the table of docs/receiver.md', async () => {
  const text = await readFile(new URL('../../docs/receiver.md', import.meta.url), 'utf8');
  const rows = [...text.matchAll(/^\| (P\d+) \| (.+?) \| (\w+) \|/gm)].map(([, ...cells]) => cells);
  expect(rows).toEqual(BEHAVIOURS.map(({ id, title, level }) => [id, title, level]));
});

it('has no two cases of one name', () => {
  for (const { id, cases } of BEHAVIOURS) {
    const names = cases.map(({ name }) => name);
    expect([id, names.length - new Set(names).size]).toEqual([id, 0]);
  }
});
