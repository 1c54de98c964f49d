import { visibleText } from '@/lib/trace/visible-text';

/** The beginning of such an id is enough to know it by; people's own ids differ at the end. */
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-/i;
const UUID_SHOWN = 8;

/** An id as a reader tells it from others; a long one is for the layout to cut. */
export function shortId(id: string): string {
  return UUID.test(id) ? id.slice(0, UUID_SHOWN) : visibleText(id);
}
