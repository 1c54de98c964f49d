/**
 * The collapsed rows of a tree as short text for a link: `<checksum>.<mask>` in hex. The mask has one bit per parent row,
 * in tree order; the checksum is of the parents' ids, so a link made for another state of the tree is recognised as
 * stale instead of collapsing the wrong rows. (Idea: Jaeger UI's service filter.)
 */

/** Longer masks are not put into links: enough for 8,000 parents. */
export const MASK_LENGTH_MAX = 2000;

/** FNV-1a over the ids, folded to 16 bits. */
function checksumOf(parentIds: readonly string[]): string {
  let hash = 0x811c9dc5;
  for (const id of parentIds) {
    for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193);
    hash = Math.imul(hash ^ 0x1f, 0x01000193);
  }
  return (((hash >>> 16) ^ hash) & 0xffff).toString(16).padStart(4, '0');
}

/**
 * @param parentIds ids of the rows that have children, in tree order
 * @returns null when nothing is collapsed or the text would be longer than a link should be
 */
export function encodeCollapsed(parentIds: readonly string[], collapsed: ReadonlySet<string>): string | null {
  const digits: number[] = [];
  parentIds.forEach((id, i) => {
    if (!collapsed.has(id)) return;
    const at = i >> 2;
    while (digits.length <= at) digits.push(0);
    digits[at] = (digits[at] ?? 0) | (1 << (i & 3));
  });
  if (digits.length === 0 || digits.length > MASK_LENGTH_MAX) return null;
  return `${checksumOf(parentIds)}.${digits.map((digit) => digit.toString(16)).join('')}`;
}

/**
 * @param parentIds ids of the rows that have children, in tree order
 * @returns null when the text was made for other parents, or is not such a text at all
 */
export function decodeCollapsed(parentIds: readonly string[], text: string): ReadonlySet<string> | null {
  if (text.length > MASK_LENGTH_MAX + 5) return null;
  const match = /^([0-9a-f]{4})\.([0-9a-f]+)$/.exec(text);
  if (match === null || match[1] !== checksumOf(parentIds)) return null;
  const mask = match[2] ?? '';
  return new Set(parentIds.filter((_, i) => Number.parseInt(mask.charAt(i >> 2) || '0', 16) & (1 << (i & 3))));
}
