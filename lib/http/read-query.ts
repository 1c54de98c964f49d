import 'server-only';

/**
 * The parameters of a request: text, or a list where a name comes several times or ends in `[]`, as the clients' own
 * libraries write lists. Of hostile names nothing comes but themselves.
 */
export function readQuery(request: Request): Readonly<Record<string, string | readonly string[]>> {
  const query: Record<string, string | readonly string[]> = Object.create(null);
  const parameters = new URL(request.url).searchParams;
  for (const name of new Set(parameters.keys())) {
    const values = parameters.getAll(name);
    const isList = name.endsWith('[]');
    const bare = isList ? name.slice(0, -2) : name;
    query[bare] = isList || values.length > 1 ? values : (values[0] as string);
  }
  return query;
}
