import type { KeyShare } from '@/lib/domain/comparison';

/**
 * What a run reaches in per cent, rounded down to a tenth, so that it passes its own gate. Empty where that would ask for
 * nothing.
 */
export function presetShare({ good, judged }: KeyShare): string {
  const tenths = judged === 0 ? 0 : Math.floor((good * 1000) / judged);
  return tenths === 0 ? '' : String(tenths / 10);
}
