import type { KeyShare } from '../domain/comparison';

const TENTHS_OF_ALL = 1000;

export function formatCount(count: number): string {
  return count.toLocaleString('en-US');
}

/** `1 span`, `2 spans`; with the word's own plural where it is not an added s. */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** A share in per cent, rounded down to a tenth: 100% means all, and more than nothing is never 0%. */
export function formatShare({ good, judged }: KeyShare): string {
  if (judged === 0) return '–';
  const tenths = Math.floor((good * TENTHS_OF_ALL) / judged);
  return tenths === 0 && good > 0 ? '<0.1%' : `${tenths / 10}%`;
}

/** `97.5% (78 of 80)`; a dash where nothing is judged. */
export function formatPortion(share: KeyShare): string {
  if (share.judged === 0) return '–';
  return `${formatShare(share)} (${formatCount(share.good)} of ${formatCount(share.judged)})`;
}

/** `2026-11-21 12:00 UTC`, for an RFC 3339 time. */
export function formatTime(time: string): string {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? time : `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
