/**
 * Says which pattern a key falls under. `*` stands for any text and nothing else is special; case does not count. A
 * pattern holds for a whole key, for its end from any dot on, and for all members below: `run_id` covers
 * `honeyhive_metadata.run_id`, `inputs` and `inputs.*` cover `honeyhive.inputs.question`. Time grows with the length of
 * key and patterns, whatever they hold: they are never made into regular expressions.
 * @returns the first pattern that matches, or null
 */
export function compileKeyPatterns(patterns: readonly string[]): (key: string) => string | null {
  const compiled = patterns.map((pattern) => ({
    pattern,
    forms: [`*.${pattern}`, `*.${pattern}.*`].map((form) => form.toLowerCase().split('*')),
  }));
  return (key) => {
    const text = `.${key}`.toLowerCase();
    return compiled.find(({ forms }) => forms.some((parts) => matchesParts(text, parts)))?.pattern ?? null;
  };
}

/** Whether the text is the parts in this order with anything between them: each is taken where it comes first. */
function matchesParts(text: string, parts: readonly string[]): boolean {
  const first = parts[0] ?? '';
  const last = parts.at(-1) ?? '';
  if (!text.startsWith(first) || !text.endsWith(last)) return false;
  let from = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, from);
    if (found < 0) return false;
    from = found + part.length;
  }
  return from <= text.length - last.length;
}
