import { writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { type Figure, ratioOf } from './figure';

export interface Report {
  readonly title: string;
  /** Sentences below the table. */
  readonly notes: readonly string[];
  readonly figures: readonly Figure[];
}

/** Prints the table, and keeps everything as JSON where that is asked for. */
export function printReport({ title, notes, figures }: Report, jsonFile: string | undefined): void {
  const machine = machineText();
  console.log(`\n${title}\n${machine}\n`);
  console.log(tableText(figures));
  for (const note of notes) console.log(`\n${note}`);
  if (jsonFile !== undefined) {
    const kept = figures.map((figure) => ({ ...figure, ratio: ratioOf(figure) }));
    writeFileSync(jsonFile, `${JSON.stringify({ title, machine, at: new Date(), notes, figures: kept }, null, 2)}\n`);
  }
}

function machineText(): string {
  const load = loadavg()
    .map((average) => average.toFixed(2))
    .join(' ');
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  return `${availableParallelism()} cores of ${cpus()[0]?.model ?? 'unknown'}, ${gigabytes} GB, Node ${process.versions.node}, load average ${load}`;
}

function tableText(figures: readonly Figure[]): string {
  const further = [...new Set(figures.flatMap(({ more }) => Object.keys(more ?? {})))];
  const header = ['what', 'target', 'figure', 'ratio', ...further];
  const rows = figures.map((figure) => {
    const ratio = ratioOf(figure);
    return [
      figure.what,
      figure.target === undefined ? '' : `${figure.isRate ? '≥' : '≤'} ${numberText(figure.target)}`,
      `${numberText(figure.figure)} ${figure.unit}`,
      ratio === null ? '' : `${ratio.toFixed(2)}x`,
      ...further.map((name) => cellText(figure.more?.[name])),
    ];
  });
  const widths = header.map((name, i) => Math.max(name.length, ...rows.map((row) => row[i]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join(' | ')} |`;
  const rule = `|${widths.map((width, i) => (i === 0 ? `${'-'.repeat(width + 2)}` : `${'-'.repeat(width + 1)}:`)).join('|')}|`;
  return [line(header), rule, ...rows.map(line)].join('\n');
}

function cellText(value: number | string | undefined): string {
  if (value === undefined) return '';
  return typeof value === 'number' ? numberText(value) : value;
}

const WHOLE = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** Three digits are enough. */
export function numberText(value: number): string {
  if (Number.isNaN(value)) return '–';
  if (Math.abs(value) >= 100 || Number.isInteger(value)) return WHOLE.format(value);
  return value.toFixed(Math.abs(value) >= 10 ? 1 : 2);
}
