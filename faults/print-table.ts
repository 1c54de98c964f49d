import type { Claim } from './fault-program';

/** Columns as wide as their widest cell; numbers to the right. */
export function printTable(head: readonly string[], rows: readonly (readonly (string | number)[])[]): void {
  const cells = [head, ...rows.map((row) => row.map(String))];
  const widths = head.map((_, column) => Math.max(...cells.map((row) => [...(row[column] ?? '')].length)));
  const isNumber = head.map((_, column) => rows.length > 0 && rows.every((row) => typeof row[column] === 'number'));
  const line = (row: readonly string[]) =>
    row.map((cell, column) => pad(cell, widths[column] ?? 0, isNumber[column] === true)).join('  ');
  console.log(
    [line(head), widths.map((width) => '─'.repeat(width)).join('  '), ...cells.slice(1).map(line)].join('\n'),
  );
}

function pad(cell: string, width: number, toTheRight: boolean): string {
  const blanks = ' '.repeat(Math.max(0, width - [...cell].length));
  return toTheRight ? blanks + cell : cell + blanks;
}

/** More would not be read: then only what is broken is told one by one. */
const CLAIMS_SHOWN = 24;

/** @returns whether all of them hold. */
export function printClaims(title: string, claims: readonly Claim[]): boolean {
  console.log(`\n${title}`);
  const broken = claims.filter(({ holds }) => !holds);
  const shown = claims.length > CLAIMS_SHOWN ? broken : claims;
  if (shown.length < claims.length) console.log(`${claims.length - broken.length} of ${claims.length} promises kept`);
  if (shown.length === 0) return true;
  printTable(
    ['', 'what', 'promised', 'seen'],
    shown.map(({ what, promised, seen, holds }) => [holds ? 'kept' : 'BROKEN', what, promised, seen]),
  );
  return broken.length === 0;
}
