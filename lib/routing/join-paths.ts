/** `a`, `a and b`, `a, b and c`. */
export function joinPaths(paths: readonly string[]): string {
  const last = paths.at(-1) ?? '';
  return paths.length < 2 ? last : `${paths.slice(0, -1).join(', ')} and ${last}`;
}
