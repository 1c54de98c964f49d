/** Text that stands in a JSON document as it is, lawful or not. */
export class Verbatim {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** JSON under construction; objects are maps, so that every name is only a name. */
export type Drawn = null | boolean | number | string | Verbatim | readonly Drawn[] | ReadonlyMap<string, Drawn>;

export function printDrawn(value: Drawn): string {
  if (value instanceof Verbatim) return value.text;
  if (value instanceof Map) {
    const members = [...value].map(([name, member]) => `${JSON.stringify(name)}:${printDrawn(member)}`);
    return `{${members.join(',')}}`;
  }
  if (Array.isArray(value)) return `[${value.map(printDrawn).join(',')}]`;
  return JSON.stringify(value);
}
