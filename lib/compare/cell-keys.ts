/** What the numbers of cells mean. */
export interface CellKeys {
  /** Attribution keys, then sent keys. */
  readonly names: readonly string[];
  /** How many are attribution keys. */
  readonly attribution: number;
  /** By number: attribution keys as they are, then sent keys by name. */
  readonly order: Int32Array;
}

export function cellKeys(attributionKeys: readonly string[], sentKeys: readonly string[]): CellKeys {
  const names = [...attributionKeys, ...sentKeys];
  const byName = sentKeys.map((name, i) => ({ name, cell: attributionKeys.length + i }));
  byName.sort((a, b) => (a.name < b.name ? -1 : 1));
  const order = Int32Array.from(names, (_, cell) => cell);
  for (const [i, { cell }] of byName.entries()) order[cell] = attributionKeys.length + i;
  return { names, attribution: attributionKeys.length, order };
}
