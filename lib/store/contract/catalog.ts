import { describe, expect, test } from 'vitest';
import { CATALOG_KINDS, type CatalogKind, type NewCatalogEntry } from '../../domain/catalog';
import { isAppError } from '../../domain/errors';
import { jsonObject } from '../../domain/json';
import { NOW } from '../../testing/store-batch';
import type { CatalogQuery } from '../catalog-store';
import { LATER, PROTO, type StoreFixture } from './store-fixture';

export function describeCatalog(fixture: StoreFixture): void {
  const entry = (kind: CatalogKind, id: string, changes: Partial<NewCatalogEntry> = {}): NewCatalogEntry => ({
    kind,
    id,
    name: null,
    body: {},
    ...changes,
  });
  const create = (...entries: readonly NewCatalogEntry[]) =>
    fixture.store.createEntries(fixture.projectId, entries, NOW);
  const list = (query: Partial<CatalogQuery> = {}) =>
    fixture.store.listEntries(fixture.projectId, { kind: 'datapoint', offset: 0, limit: 100, ...query });
  const ids = async (query: Partial<CatalogQuery> = {}) => (await list(query)).map(({ id }) => id);
  const membersOf = async (datasetId: string) =>
    (await fixture.store.membersOf(fixture.projectId, [datasetId])).get(datasetId);
  const add = (datasetId: string, ...datapointIds: readonly string[]) =>
    fixture.store.addMembers(fixture.projectId, datasetId, datapointIds);
  const codeOf = async (refused: Promise<unknown>) => {
    const error = await refused.then(
      () => null,
      (reason: unknown) => reason,
    );
    return isAppError(error) && error.code;
  };

  describe('catalog entries', () => {
    test('are kept whole, and are of their kind and project', async () => {
      const body = Object.assign(jsonObject(), { [PROTO]: { a: 1 }, big: 2n ** 63n, text: '\0\ud800"', list: [null] });
      for (const kind of CATALOG_KINDS) await create(entry(kind, 'id\0', { name: `${kind}\0`, body }));
      for (const kind of CATALOG_KINDS) {
        const kept = { kind, id: 'id\ufffd', name: `${kind}\ufffd`, body, createdAt: NOW, updatedAt: NOW };
        const found = await list({ kind });
        expect(found).toEqual([kept]);
        expect(Object.keys(found[0]?.body ?? {})).toEqual(Object.keys(body));
      }
      const other = await fixture.store.ensureProject('other');
      expect(await fixture.store.listEntries(other.id, { kind: 'dataset', offset: 0, limit: 10 })).toEqual([]);
      expect(await fixture.store.updateEntry(other.id, 'dataset', 'id\0', {}, NOW)).toBeNull();
      expect(await fixture.store.deleteEntry(other.id, 'dataset', 'id\0')).toBe(false);
    });

    test('come oldest first, then by id, page by page', async () => {
      await fixture.store.createEntries(fixture.projectId, [entry('datapoint', 'late')], LATER);
      await create(...['b', 'é', 'a', 'B'].map((id) => entry('datapoint', id)));
      const order = ['B', 'a', 'b', 'é', 'late'];
      expect(await ids()).toEqual(order);
      for (let offset = 0; offset <= 5; offset++) {
        expect(await ids({ offset, limit: 2 })).toEqual(order.slice(offset, offset + 2));
      }
    });

    test('are found by ids and by name', async () => {
      await create(
        entry('datapoint', 'a', { name: 'same' }),
        entry('datapoint', 'b', { name: 'same' }),
        entry('datapoint', 'c\0', { name: 'Same' }),
      );
      expect(await ids({ ids: ['c\0', 'unknown', 'a', 'a', "' OR 1=1 --"] })).toEqual(['a', 'c\ufffd']);
      expect(await ids({ ids: [] })).toEqual([]);
      expect(await ids({ name: 'same' })).toEqual(['a', 'b']);
      expect(await ids({ name: 'sam%' })).toEqual([]);
      expect(await ids({ name: 'same', ids: ['b', 'c\0'], offset: 0, limit: 1 })).toEqual(['b']);
      expect(await ids({ kind: 'metric', name: 'same' })).toEqual([]);
      const many = Array.from({ length: 1500 }, (_, i) => `no-${i}`);
      expect(await ids({ ids: [...many, 'b'] })).toEqual(['b']);
    });

    test('an id that is taken refuses all that was to be made with it', async () => {
      await create(entry('datapoint', 'a'));
      await create(entry('metric', 'a'));
      expect(await codeOf(create(entry('datapoint', 'new'), entry('datapoint', 'a')))).toBe('conflict');
      expect(await codeOf(create(entry('datapoint', 'twice'), entry('datapoint', 'twice')))).toBe('conflict');
      await expect(create(entry('datapoint', 'a'))).rejects.toThrow('"a"');
      expect(await ids()).toEqual(['a']);
    });

    test('many are made at once', async () => {
      const made = Array.from({ length: 1300 }, (_, i) => entry('datapoint', `dp-${String(i).padStart(4, '0')}`));
      await create(...made);
      expect(await ids({ offset: 1290 })).toEqual(made.slice(1290).map(({ id }) => id));
      await create();
    });

    test('an update replaces the members it names and leaves the others', async () => {
      await create(entry('configuration', 'c', { name: 'n', body: { a: 1, deep: { x: 1, y: 1 } } }));
      const update = (patch: Parameters<typeof fixture.store.updateEntry>[3]) =>
        fixture.store.updateEntry(fixture.projectId, 'configuration', 'c', patch, LATER);
      const body = Object.assign(jsonObject(), { deep: { x: 2 }, [PROTO]: 3 });
      const after = Object.assign(jsonObject(), { a: 1, ...body, [PROTO]: 3 });
      expect(await update({ body })).toEqual({
        ...{ kind: 'configuration', id: 'c', name: 'n', createdAt: NOW, updatedAt: LATER },
        body: Object.assign(jsonObject(), { a: 1, deep: { x: 2 }, [PROTO]: 3 }),
      });
      expect(await update({ name: 'm\0' })).toMatchObject({ name: 'm\ufffd' });
      expect(await update({ name: null })).toMatchObject({ name: null });
      const [kept] = await list({ kind: 'configuration' });
      expect(kept).toMatchObject({ name: null, updatedAt: LATER });
      expect(Object.entries(kept?.body ?? {})).toEqual(Object.entries(after));
      expect(await fixture.store.updateEntry(fixture.projectId, 'metric', 'c', {}, LATER)).toBeNull();
    });

    test('of two updates at once neither is lost', async () => {
      await create(entry('metric', 'm'));
      const names = Array.from({ length: 12 }, (_, i) => `member-${i}`);
      await Promise.all(
        names.map((name) =>
          fixture.store.updateEntry(fixture.projectId, 'metric', 'm', { body: { [name]: true } }, LATER),
        ),
      );
      const [metric] = await list({ kind: 'metric' });
      expect(Object.keys(metric?.body ?? {}).sort()).toEqual([...names].sort());
    });

    test('are deleted once', async () => {
      await create(entry('metric', 'm'), entry('configuration', 'm'));
      expect(await fixture.store.deleteEntry(fixture.projectId, 'metric', 'm')).toBe(true);
      expect(await fixture.store.deleteEntry(fixture.projectId, 'metric', 'm')).toBe(false);
      expect(await list({ kind: 'metric' })).toEqual([]);
      expect(await list({ kind: 'configuration' })).toHaveLength(1);
      await create(entry('metric', 'm'));
    });
  });

  describe('datasets', () => {
    test('keep their datapoints in order: new ones at the end, known ones where they are', async () => {
      await create(entry('dataset', 'ds'), ...['c', 'a', 'b'].map((id) => entry('datapoint', id)));
      expect(await membersOf('ds')).toEqual([]);
      await add('ds', 'c', 'a', 'c');
      await add('ds', 'b', 'c');
      await add('ds');
      expect(await membersOf('ds')).toEqual(['c', 'a', 'b']);
      expect(await ids({ datasetId: 'ds' })).toEqual(['c', 'a', 'b']);
      expect(await ids({ datasetId: 'ds', offset: 1, limit: 1 })).toEqual(['a']);
      expect(await ids({ datasetId: 'ds', ids: ['b', 'c'] })).toEqual(['c', 'b']);
      expect(await ids({ datasetId: 'unknown' })).toEqual([]);
      expect(await ids({ datasetId: 'ds', kind: 'metric' })).toEqual([]);
      await fixture.store.setMembers(fixture.projectId, 'ds', ['b', 'c', 'b']);
      expect(await membersOf('ds')).toEqual(['b', 'c']);
      await add('ds', 'a');
      expect(await membersOf('ds')).toEqual(['b', 'c', 'a']);
    });

    test('keep ids that the project does not know', async () => {
      await create(entry('dataset', 'ds'), entry('datapoint', 'a'));
      await fixture.store.setMembers(fixture.projectId, 'ds', ['unknown\0', 'a', PROTO]);
      expect(await membersOf('ds')).toEqual(['unknown\ufffd', 'a', PROTO]);
      expect(await ids({ datasetId: 'ds' })).toEqual(['a']);
      expect(await ids({ datasetId: 'ds', offset: 1 })).toEqual([]);
      await create(entry('datapoint', PROTO));
      expect(await ids({ datasetId: 'ds' })).toEqual(['a', PROTO]);
    });

    test('are made, and filled, with new datapoints', async () => {
      const { store, projectId } = fixture;
      const made = [entry('dataset', 'ds'), entry('datapoint', 'b'), entry('datapoint', 'a')];
      await store.createEntries(projectId, made, NOW, { datasetId: 'ds', datapointIds: ['b', 'a'] });
      await store.createEntries(projectId, [entry('datapoint', 'c')], NOW, { datasetId: 'ds', datapointIds: ['c'] });
      expect(await ids({ datasetId: 'ds' })).toEqual(['b', 'a', 'c']);
      const members = { datasetId: 'unknown', datapointIds: ['d'] };
      const refused = store.createEntries(projectId, [entry('datapoint', 'd')], NOW, members);
      expect(await codeOf(refused)).toBe('not-found');
      expect(await ids()).toEqual(['a', 'b', 'c']);
    });

    test('that are not there take no datapoints', async () => {
      await create(entry('datapoint', 'ds'));
      expect(await codeOf(add('ds', 'a'))).toBe('not-found');
      expect(await codeOf(fixture.store.setMembers(fixture.projectId, 'ds', ['a']))).toBe('not-found');
      expect(await membersOf('ds')).toEqual([]);
    });

    test('of several additions at once none is lost', async () => {
      await create(entry('dataset', 'ds'));
      const all = Array.from({ length: 12 }, (_, i) => [`own-${i}`, 'shared']);
      await Promise.all(all.map((some) => add('ds', ...some)));
      const members = (await membersOf('ds')) ?? [];
      expect([...members].sort()).toEqual([...new Set(all.flat())].sort());
    });

    test('lose a datapoint when it is removed or deleted, and nothing else', async () => {
      await create(
        entry('dataset', 'x'),
        entry('dataset', 'y'),
        ...['a', 'b', 'c'].map((id) => entry('datapoint', id)),
      );
      for (const id of ['x', 'y']) await add(id, 'a', 'b', 'c');
      const { store, projectId } = fixture;
      expect(await store.removeMember(projectId, 'x', 'a')).toBe(true);
      expect(await store.removeMember(projectId, 'x', 'a')).toBe(false);
      expect(await store.removeMember(projectId, 'unknown', 'a')).toBe(false);
      expect(await store.deleteEntry(projectId, 'datapoint', 'b')).toBe(true);
      expect(await membersOf('x')).toEqual(['c']);
      expect(await membersOf('y')).toEqual(['a', 'c']);
      await add('x', 'a');
      expect(await membersOf('x')).toEqual(['c', 'a']);
    });

    test('go without their datapoints', async () => {
      await create(entry('dataset', 'x'), entry('datapoint', 'a'));
      await add('x', 'a');
      expect(await fixture.store.deleteEntry(fixture.projectId, 'dataset', 'x')).toBe(true);
      expect(await ids()).toEqual(['a']);
      await create(entry('dataset', 'x'));
      expect(await membersOf('x')).toEqual([]);
    });

    test('tell their datapoints, and datapoints their datasets, by the ids that were asked for', async () => {
      const { store, projectId } = fixture;
      await store.createEntries(projectId, [entry('dataset', 'late')], LATER);
      await create(entry('dataset', 'y'), entry('dataset', 'x\0'), entry('datapoint', 'a'));
      await add('late', 'a', 'b');
      await add('y', 'a');
      await add('x\0', 'b', 'a');
      const many = Array.from({ length: 700 }, (_, i) => `no-${i}`);
      const members = await store.membersOf(projectId, ['x\0', ...many, 'late', 'y']);
      expect(members.size).toBe(703);
      expect(members.get('x\0')).toEqual(['b', 'a']);
      expect(members.get('y')).toEqual(['a']);
      expect(members.get('no-1')).toEqual([]);
      const datasets = await store.datasetsOf(projectId, ['a', ...many, 'b']);
      expect(datasets.size).toBe(702);
      expect(datasets.get('a')).toEqual(['x\ufffd', 'y', 'late']);
      expect(datasets.get('b')).toEqual(['x\ufffd', 'late']);
      expect(datasets.get('no-1')).toEqual([]);
      const other = await store.ensureProject('other');
      expect((await store.datasetsOf(other.id, ['a'])).get('a')).toEqual([]);
      expect((await store.membersOf(other.id, ['y'])).get('y')).toEqual([]);
    });

    test('of thousands of datapoints are read page by page', async () => {
      await create(entry('dataset', 'ds'));
      const all = Array.from({ length: 3000 }, (_, i) => `dp-${(i * 7919) % 3000}`);
      await create(...all.map((id) => entry('datapoint', id, { body: { inputs: { id } } })));
      await fixture.store.setMembers(fixture.projectId, 'ds', all);
      const pages: string[] = [];
      for (let offset = 0; offset < 3000; offset += 700)
        pages.push(...(await ids({ datasetId: 'ds', offset, limit: 700 })));
      expect(pages).toEqual(all);
    });
  });
}
