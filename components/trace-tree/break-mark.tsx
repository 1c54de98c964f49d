import { formatCounted } from '@/components/ui/format-number';

/** A torn-off tag: no state glyph looks like it, so a break point is found without reading colours. */
export function BreakMark({ size }: { readonly size: number }) {
  return (
    <span
      className="inline-flex h-4.5 shrink-0 items-center whitespace-nowrap bg-state-missing pl-1.5 pr-3 text-[0.6875rem] font-semibold leading-none text-surface [clip-path:polygon(0_0,100%_0,calc(100%-5px)_25%,100%_50%,calc(100%-5px)_75%,100%_100%,0_100%)]"
      title={`The keys stop here: ${formatCounted(size, 'span')} in this break`}
    >
      break
      <span className="sr-only">, {formatCounted(size, 'span')}</span>
      {size > 1 && <span aria-hidden>&nbsp;· {size.toLocaleString('en-US')}</span>}
    </span>
  );
}
