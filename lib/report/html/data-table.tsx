/** @jsxImportSource preact */
import type { ComponentChildren } from 'preact';

export interface Column<T> {
  readonly heading: string;
  /** Numbers stand at the right; names and prose get room. */
  readonly look?: 'number' | 'name' | 'prose';
  readonly cell: (row: T) => ComponentChildren;
}

interface DataTableProps<T> {
  /** Unique on the page. */
  readonly id: string;
  readonly caption: string;
  /** The first one heads the rows. */
  readonly columns: readonly Column<T>[];
  readonly rows: readonly T[];
}

/** A table that scrolls by itself where it is too wide, also by keyboard, so that the page never does. */
export function DataTable<T>({ id, caption, columns, rows }: DataTableProps<T>) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no pointer scrolls it with the arrow keys.
    <section class="scroll" aria-labelledby={id} tabIndex={0}>
      <table>
        <caption id={id}>
          <span>{caption}</span>
        </caption>
        <thead>
          <tr>
            {columns.map(({ heading, look }) => (
              <th scope="col" class={look}>
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr>
              {columns.map(({ cell, look }, i) =>
                i === 0 ? (
                  <th scope="row" class={look}>
                    {cell(row)}
                  </th>
                ) : (
                  <td class={look}>{cell(row)}</td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
