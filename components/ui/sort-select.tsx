'use client';

import { Select } from './select';

interface SortSelectProps<Sort extends string> {
  readonly label: string;
  readonly value: Sort;
  /** What each order is called, in the order of the menu. */
  readonly options: Readonly<Record<Sort, string>>;
  readonly onSort: (sort: Sort) => void;
  readonly className?: string;
}

/** The order of a list, by name. */
export function SortSelect<Sort extends string>({ label, value, options, onSort, className }: SortSelectProps<Sort>) {
  const sorts = Object.keys(options) as Sort[];
  return (
    <Select
      aria-label={label}
      value={value}
      onChange={(event) => {
        const next = sorts.find((sort) => sort === event.target.value);
        if (next !== undefined) onSort(next);
      }}
      {...(className === undefined ? {} : { className })}
    >
      {sorts.map((sort) => (
        <option key={sort} value={sort}>
          {options[sort]}
        </option>
      ))}
    </Select>
  );
}
