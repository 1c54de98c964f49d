import 'server-only';

type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** The members that are there: a patch leaves absent members alone, so `undefined` must not count as a value. */
export function presentMembers<T extends object>(members: T): Present<T> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Present<T>;
}
