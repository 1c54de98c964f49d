/**
 * One member of a JSON object as JSON text; null when it is absent or the text is no object. Large integers in it may
 * lose digits: this is for reading.
 */
export function memberText(json: string, name: string): string | null {
  try {
    const value: unknown = JSON.parse(json);
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return null;
    return JSON.stringify((value as Record<string, unknown>)[name]) ?? null;
  } catch {
    return null;
  }
}
