import { formatCount } from './format-numbers';

/** A part of a report whose items can be left out from the end. */
export interface Section {
  readonly heading: string;
  /** Between the heading and the items: the head of a table, a sentence. May be empty. */
  readonly head: readonly string[];
  /** Each whole: a row of a table, or a paragraph with its list. */
  readonly items: readonly string[];
  /** How many there would be to tell of; more than the items when some were left out before. */
  readonly total: number;
  /** What the items are called: `regressions`. */
  readonly noun: string;
  /** Its share of the room, against the others'. What a section does not need goes to those after it. */
  readonly weight: number;
}

/** Room for the sentence on what was left out, with numbers of any length. */
const LEFT_ROOM = 160;

/**
 * Writes sections one after the other in at most `room` characters. A section that does not fit ends with a sentence that
 * says how much is left out; its heading always stands.
 */
export function fitSections(sections: readonly Section[], room: number): string {
  const shown = sections.filter(({ total }) => total > 0);
  let weights = shown.reduce((sum, { weight }) => sum + weight, 0);
  let free = room;
  const texts: string[] = [];
  for (const section of shown) {
    const text = fitSection(section, Math.floor((free * section.weight) / weights));
    texts.push(text);
    free -= text.length + 2;
    weights -= section.weight;
  }
  return texts.join('\n\n');
}

function fitSection({ heading, head, items, total, noun }: Section, room: number): string {
  const lines = [heading, '', ...head];
  let length = lines.join('\n').length + LEFT_ROOM;
  let count = 0;
  for (const item of items) {
    if (length + item.length + 1 > room) break;
    lines.push(item);
    length += item.length + 1;
    count++;
  }
  // Without a row, a table's head alone would be odd.
  const told = count === 0 ? [heading] : lines;
  if (count === total) return told.join('\n');
  const left = count === 0 ? `${formatCount(total)}` : `${formatCount(total - count)} more`;
  return [
    ...told,
    '',
    `*${left} ${noun} left out here for the length of this text; the JSON export has what there is.*`,
  ].join('\n');
}
