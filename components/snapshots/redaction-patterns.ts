const PATTERNS_MAX = 50;
const LENGTH_MAX = 200;

/** One pattern a line, blank lines and repetitions left out. */
export function redactionPatterns(text: string): readonly string[] {
  return [...new Set(text.split('\n').map((line) => line.trim()))].filter((line) => line !== '');
}

/** Why the server would not take them; null when it would. */
export function patternsProblem(patterns: readonly string[]): string | null {
  if (patterns.length > PATTERNS_MAX) return `At most ${PATTERNS_MAX} patterns, please; these are ${patterns.length}.`;
  const tooLong = patterns.find((pattern) => pattern.length > LENGTH_MAX);
  return tooLong === undefined ? null : `“${tooLong.slice(0, 40)}…” is longer than ${LENGTH_MAX} characters.`;
}
