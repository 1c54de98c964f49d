import { visibleText } from '@/lib/trace/visible-text';

/** A span's name as its client gave it; hostile names can neither reorder the line nor vanish. */
export function SpanName({ name }: { readonly name: string }) {
  return name === '' ? <span className="italic text-ink-muted">(no name)</span> : <bdi>{visibleText(name)}</bdi>;
}
