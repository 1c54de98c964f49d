import { formatCount } from '@/components/ui/format-number';

const KB = 1000;
const MB = 1000 * KB;

/** `0 B`, `999 B`, `12.3 kB`, `4.0 MB`: powers of ten, as network tools count. */
export function formatBytes(bytes: number): string {
  if (bytes < KB) return `${formatCount(bytes)} B`;
  // What would be rounded to 1000.0 kB is a megabyte.
  if (bytes < MB - KB / 20) return `${(bytes / KB).toFixed(1)} kB`;
  return `${(bytes / MB).toFixed(1)} MB`;
}
