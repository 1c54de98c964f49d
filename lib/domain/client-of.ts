import type { Client } from './records';

/**
 * How clients name themselves in `User-Agent`, the specific forms first:
 * npm `honeyhive` is a Speakeasy SDK (`speakeasy-sdk/typescript <generator> <speakeasy> <version> <package>`), the rest
 * start with the usual `name/version`.
 */
const USER_AGENTS: readonly RegExp[] = [
  /^speakeasy-sdk\/\S+ \S+ \S+ (?<version>\S+) (?<name>\S+)/,
  /^(?<name>[^\s/]+)\/(?<version>[^\s;,()]+)/,
];

/**
 * The library that made a request: what it says of itself in HoneyHive's own headers, else its user agent. Each part
 * is cut to 100 characters.
 * @param header the value of a header by its lower-case name
 */
export function clientOf(header: (name: string) => string | null | undefined): Client | null {
  const packageName = header('hh-client-package');
  const packageVersion = header('hh-client-version');
  if (packageName && packageVersion) return client(packageName, packageVersion);
  const userAgent = header('user-agent') ?? '';
  for (const form of USER_AGENTS) {
    const { name, version } = form.exec(userAgent)?.groups ?? {};
    if (name !== undefined && version !== undefined) return client(name, version);
  }
  return null;
}

function client(name: string, version: string): Client {
  return { name: name.slice(0, 100), version: version.slice(0, 100) };
}
