import type { ReactNode } from 'react';
import { classNames } from './class-names';

export interface KeyValue {
  readonly label: string;
  readonly value: ReactNode;
}

/** Facts as label and value, aligned in two columns. */
export function KeyValueList({
  items,
  className,
}: {
  readonly items: readonly KeyValue[];
  readonly className?: string;
}) {
  return (
    <dl className={classNames('grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1.5 text-sm', className)}>
      {items.map((item) => (
        <div key={item.label} className="contents">
          <dt className="text-ink-muted">{item.label}</dt>
          <dd className="min-w-0 text-ink [overflow-wrap:anywhere]">{item.value}</dd>
        </div>
      ))}
    </dl>
  );
}
