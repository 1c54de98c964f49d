import 'server-only';
import type { KeyScope } from '../domain/api-key';
import { AppError } from '../domain/errors';
import { idOfParam } from '../query/paths';
import type { AppContext } from '../services/context';
import { isOtlpPath } from './otlp-listener';
import { isOwnHost } from './own-host';
import { requestOrigin } from './request-origin';
import { type HeaderOf, tokenOf } from './sign-in-cookie';

/** A request before anybody has looked at it. */
export interface AskedRequest {
  readonly method: string;
  /** Path and query, canonical (canonical-url.ts). */
  readonly url: string;
  readonly header: HeaderOf;
}

/** What a request must bring: nothing, any key, or one with a scope. */
type Need = 'nothing' | 'any' | KeyScope;

interface Rule {
  /** `*` stands for any segment, `**` for any more of them or none; `{project}` for the project of the key. */
  readonly path: string;
  /** GET, HEAD and OPTIONS. */
  readonly look: Need;
  readonly change: Need;
}

/**
 * Who may ask for what; the first that fits decides. What fits none needs a key, so that nothing new is open unawares:
 * among that is the data plane, whose operations say which scope they take (answer-data-plane.ts).
 */
const RULES: readonly Rule[] = [
  { path: '/_next/static/**', look: 'nothing', change: 'any' },
  { path: '/icon.svg', look: 'nothing', change: 'any' },
  { path: '/api/health', look: 'nothing', change: 'any' },
  { path: '/api/openapi.json', look: 'nothing', change: 'any' },
  { path: '/sign-in', look: 'nothing', change: 'any' },
  { path: '/api/sign-in', look: 'nothing', change: 'nothing' },
  { path: '/api/sign-out', look: 'nothing', change: 'nothing' },
  // Nobody can guess the address of a shared comparison, and it is meant for people without a key.
  { path: '/s/*', look: 'nothing', change: 'any' },
  { path: '/s/*/preview.png', look: 'nothing', change: 'any' },
  { path: '/api/snapshots/*', look: 'nothing', change: 'nothing' },
  { path: '/api/snapshots/*/export', look: 'nothing', change: 'any' },

  { path: '/p/{project}/**', look: 'read', change: 'admin' },
  { path: '/api/projects/{project}/snapshots', look: 'read', change: 'read' },
  { path: '/api/projects/{project}/snapshots/preview', look: 'read', change: 'read' },
  { path: '/api/projects/{project}/**', look: 'read', change: 'admin' },
  { path: '/', look: 'read', change: 'admin' },
  { path: '/r/**', look: 'read', change: 'admin' },
  { path: '/api/**', look: 'read', change: 'admin' },
];

const LOOKING: readonly string[] = ['GET', 'HEAD', 'OPTIONS'];

/**
 * Lets a request pass that may do what it asks for: the one guard in front of every page and handler.
 * @throws AppError `unauthenticated`, `forbidden`; `unavailable` when the keys can not be read
 */
export async function authorize({ keys, config }: AppContext, asked: AskedRequest): Promise<void> {
  const segments = segmentsOf(asked.url);
  // Exports are admitted where they are received: another port takes them too, and pages of other sites may send them.
  if (isOtlpPath(`/${segments.join('/')}`)) return;
  const isLooking = LOOKING.includes(asked.method);
  if (!isLooking) refuseForeignPage(asked.header);
  const { need, project } = needOf(segments, isLooking);
  if (need === 'nothing') return;
  const token = tokenOf(asked.header);
  const key = need === 'any' ? await keys.identify(token) : await keys.admit(token, need);
  if (key === null) return refuseForeignHost(true, config, asked.header);
  if (project !== null && project !== key.project) {
    const [name, own] = [key.name, key.project].map((text) => JSON.stringify(text));
    throw new AppError('forbidden', `The key ${name} is of the project ${own} and opens no other.`);
  }
}

function segmentsOf(url: string): readonly string[] {
  const [path = '/'] = url.split('?', 1);
  return path.slice(1).split('/').map(decodeURIComponent);
}

interface Needed {
  readonly need: Need;
  /** The one the key must be of; null for any. */
  readonly project: string | null;
}

function needOf(segments: readonly string[], isLooking: boolean): Needed {
  for (const { path, look, change } of RULES) {
    const fit = fits(path.slice(1).split('/'), segments);
    if (fit !== null) return { need: isLooking ? look : change, project: fit.project };
  }
  return { need: 'any', project: null };
}

/** null when the path is another one. */
function fits(pattern: readonly string[], segments: readonly string[]): Pick<Needed, 'project'> | null {
  let project: string | null = null;
  for (const [at, part] of pattern.entries()) {
    if (part === '**') return { project };
    const segment = segments[at];
    if (segment === undefined) return null;
    if (part === '{project}') project = idOfParam(segment);
    else if (part !== '*' && part !== segment) return null;
  }
  return segments.length === pattern.length ? { project } : null;
}

/** Without keys whoever can send a request may do everything, so pages of other sites must not be able to. */
export function refuseForeignHost(isOpen: boolean, { allowedHosts }: AppContext['config'], header: HeaderOf): void {
  const host = header('host');
  if (!isOpen || isOwnHost(host, allowedHosts)) return;
  throw new AppError(
    'forbidden',
    `This server has no keys, so it answers to names of this machine only, not to ${JSON.stringify(host)}. ` +
      'Set ALLOWED_HOSTS to that name, or make a key.',
  );
}

/** Whatever a browser sends along by itself, a page of another site may not change anything here. */
function refuseForeignPage(header: HeaderOf): void {
  const site = header('sec-fetch-site');
  const origin = header('origin');
  const headers = { get: (name: string) => header(name) ?? null };
  const isOwn = site ? site === 'same-origin' : !origin || origin === requestOrigin(headers, '');
  if (!isOwn) throw new AppError('forbidden', 'Only pages of this server may change anything here.');
}
