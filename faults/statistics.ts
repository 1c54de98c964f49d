/** The value that the given share of all is not above; 0 for none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}

export function largest(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), 0);
}

/** How often each word was seen, the most frequent first: `200 ×31, 503 ×2`. */
export function inWords(counts: ReadonlyMap<string, number>): string {
  const words = [...counts].sort((a, b) => b[1] - a[1]).map(([word, count]) => `${word} ×${count}`);
  return words.length === 0 ? 'nothing' : words.join(', ');
}

export function count(counts: Map<string, number>, word: string): void {
  counts.set(word, (counts.get(word) ?? 0) + 1);
}
