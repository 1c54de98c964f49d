import type { RunSort, SessionSort } from './store';

/** How a list is sorted; ties are broken by id, so that every position is unique. Shared by the engines. */
export interface ListOrder<Value extends string> {
  readonly by: Value;
  readonly direction: 'ASC' | 'DESC';
  readonly idDirection: 'ASC' | 'DESC';
  /** Sort values are integers; otherwise text, compared by code point. */
  readonly numeric: boolean;
  /** Ids are integers, too. */
  readonly numericId?: true;
}

function up<V extends string>(by: V, numeric: boolean): ListOrder<V> {
  return { by, direction: 'ASC', idDirection: 'ASC', numeric };
}

function down<V extends string>(by: V, numeric: boolean): ListOrder<V> {
  return { by, direction: 'DESC', idDirection: 'DESC', numeric };
}

export type RunSortValue = 'createdAt' | 'name' | 'spans' | 'missing';

export const RUN_ORDERS: Readonly<Record<RunSort, ListOrder<RunSortValue>>> = {
  createdAt: up('createdAt', true),
  '-createdAt': down('createdAt', true),
  name: up('name', false),
  '-name': down('name', false),
  spans: up('spans', true),
  '-spans': down('spans', true),
  missing: up('missing', true),
  '-missing': down('missing', true),
};

export type SessionSortValue = 'problemCount' | 'startedUnixNano' | 'spanCount';

export const SESSION_ORDERS: Readonly<Record<SessionSort, ListOrder<SessionSortValue>>> = {
  worst: { by: 'problemCount', direction: 'DESC', idDirection: 'ASC', numeric: true },
  started: up('startedUnixNano', true),
  '-started': down('startedUnixNano', true),
  spans: up('spanCount', true),
  '-spans': down('spanCount', true),
};

/** Its cursors are no other list's, though that may be sorted by the same. */
export const SNAPSHOT_SORT = 'snapshots';
export const SNAPSHOT_ORDER = down('createdAt', true);

export const DELIVERY_SORT = 'deliveries';
export const DELIVERY_ORDER: ListOrder<'receivedAt'> = { ...down('receivedAt', true), numericId: true };
