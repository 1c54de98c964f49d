'use client';

import { usePathname } from 'next/navigation';
import { idOfSegment } from '@/lib/query/paths';

interface Missing {
  readonly kind: string;
  readonly id: string;
}

/** What the address asked for, most specific first; the first group of each is the id. */
const ADDRESSES: readonly (readonly [kind: string, pattern: RegExp])[] = [
  ['datapoint', /^\/p\/[^/]+\/runs\/[^/]+\/d\/([^/]+)$/],
  ['run', /^\/p\/[^/]+\/runs\/([^/]+)$/],
  ['session', /^\/p\/[^/]+\/sessions\/([^/]+)$/],
  ['project', /^\/p\/([^/]+)/],
  ['run', /^\/not-found\/run\/([^/]+)$/],
  ['datapoint', /^\/not-found\/datapoint\/([^/]+)$/],
  ['session', /^\/not-found\/session\/([^/]+)$/],
  ['trace', /^\/not-found\/trace\/([^/]+)$/],
  ['span', /^\/not-found\/span\/([^/]+)$/],
];

export function missingAt(pathname: string): Missing | null {
  for (const [kind, pattern] of ADDRESSES) {
    const segment = pattern.exec(pathname)?.[1];
    if (segment !== undefined) return { kind, id: readSegment(segment) };
  }
  return null;
}

function readSegment(segment: string): string {
  try {
    return idOfSegment(segment);
  } catch {
    return segment;
  }
}

/** Says what the address names and why it may not be here. */
export function MissingAddress() {
  const missing = missingAt(usePathname());
  if (missing === null) return <>There is no page at this address. Check it for typing mistakes.</>;
  return (
    <>
      The {missing.kind} <code className="font-mono text-ink">{missing.id}</code> was never received here. If it is
      still on its way, load this page again in a few seconds. Otherwise check the id, and look in the exporter’s log
      for refused exports.
    </>
  );
}
