import { intAt } from './at';

/**
 * The collapsed rows of a tree as short text for a link: `<checksum>.<mask>` in hex. The mask has one bit per parent row,
 * in tree order; the checksum is of the parents' ids, so a link made for another state of the tree is recognised as
 * stale instead of collapsing the wrong rows. (Idea: Jaeger UI's service filter.)
 */

/** Longer masks are not put into links: enough for 8,000 parents. */
export const MASK_LENGTH_MAX = 2000;

/** FNV-1a over the ids, folded to 16 bits, in hex. */
export function checksumOf(parentIds: Iterable<string>): string {
  let hash = 0x811c9dc5;
  for (const id of parentIds) {
    for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193);
    hash = Math.imul(hash ^ 0x1f, 0x01000193);
  }
  return (((hash >>> 16) ^ hash) & 0xffff).toString(16).padStart(4, '0');
}

/** The parents of a tree: nodes in tree order, and the {@link checksumOf} their ids. */
export interface FoldableNodes {
  readonly parents: Int32Array;
  readonly parentsChecksum: string;
}

/**
 * @param collapsed 1 by node
 * @returns null when nothing is collapsed or the text would be longer than a link should be
 */
export function encodeCollapsed({ parents, parentsChecksum }: FoldableNodes, collapsed: Uint8Array): string | null {
  const digits: number[] = [];
  for (let i = 0; i < parents.length; i++) {
    if (collapsed[intAt(parents, i)] !== 1) continue;
    const place = i >> 2;
    if (place >= MASK_LENGTH_MAX) return null;
    while (digits.length <= place) digits.push(0);
    digits[place] = (digits[place] ?? 0) | (1 << (i & 3));
  }
  if (digits.length === 0) return null;
  return `${parentsChecksum}.${digits.map((digit) => digit.toString(16)).join('')}`;
}

/**
 * @param nodeCount length of the answer, which is 1 by collapsed node
 * @returns null when the text was made for other parents, or is not such a text at all
 */
export function decodeCollapsed(
  { parents, parentsChecksum }: FoldableNodes,
  nodeCount: number,
  text: string,
): Uint8Array | null {
  if (text.length > MASK_LENGTH_MAX + 5) return null;
  const match = /^([0-9a-f]{4})\.([0-9a-f]+)$/.exec(text);
  if (match === null || match[1] !== parentsChecksum) return null;
  const mask = match[2] ?? '';
  const collapsed = new Uint8Array(nodeCount);
  parents.forEach((node, i) => {
    if (Number.parseInt(mask.charAt(i >> 2) || '0', 16) & (1 << (i & 3))) collapsed[node] = 1;
  });
  return collapsed;
}
