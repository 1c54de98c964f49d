import type { Route } from 'next';

/** Query parameters of a page; null, undefined and empty ones are left out of the address. */
export type View = Readonly<Record<string, string | number | null | undefined>>;

/** `?a=1&b=2` with the names in order, so that equal views have equal addresses; nothing when no parameter is set. */
export function searchOf(view: View): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(view)) {
    if (value !== null && value !== undefined && value !== '') search.set(name, String(value));
  }
  search.sort();
  return search.size === 0 ? '' : `?${search}`;
}

/** A browser drops these segments from an address, whether percent-encoded or not; `~` in front keeps them. */
const NEEDS_TILDE = /^(?:~.*|\.{0,2})$/s;
/** Half of a surrogate pair has no UTF-8 form, so no address can hold it. */
const LONE_SURROGATE = /\p{Surrogate}/gu;

/** Any id as one segment of a path: percent-encoded, and `~` before `''`, `.`, `..` and whatever begins with `~`. */
export function segmentOf(id: string): string {
  const encoded = encodeURIComponent(id.replace(LONE_SURROGATE, '\uFFFD'));
  return NEEDS_TILDE.test(id) ? `~${encoded}` : encoded;
}

/** The id in a route handler's parameter, which Next has percent-decoded. */
export function idOfParam(param: string): string {
  return param.startsWith('~') ? param.slice(1) : param;
}

/** The id in a page's parameter, which Next hands over still percent-encoded. */
export function idOfSegment(segment: string): string {
  return idOfParam(decodeURIComponent(segment));
}

function joinPath(segments: readonly string[], view: View = {}): Route {
  return `/${segments.map(segmentOf).join('/')}${searchOf(view)}` as Route;
}

export const startPath = '/' as Route;

/** The page that takes a key. @param next what is shown then: a path of this server */
export function signInPath(next?: string): Route {
  return joinPath(['sign-in'], { next });
}

export function runsPath(project: string, view?: View): Route {
  return joinPath(['p', project, 'runs'], view);
}

export function runPath(project: string, run: string, view?: View): Route {
  return joinPath(['p', project, 'runs', run], view);
}

/** `session` chooses one of several repetitions; `trace` and `span` choose the span shown. */
export function datapointPath(project: string, run: string, datapoint: string, view?: View): Route {
  return joinPath(['p', project, 'runs', run, 'd', datapoint], view);
}

/** Sessions outside every run. */
export function sessionsPath(project: string, view?: View): Route {
  return joinPath(['p', project, 'sessions'], view);
}

/** `span` chooses the span shown; `trace` alone chooses the first span of that trace. */
export function sessionPath(project: string, session: string, view?: View): Route {
  return joinPath(['p', project, 'sessions', session], view);
}

/** Requests that were received: of the project, or of the `run` or `session` named. */
export function deliveriesPath(project: string, view?: View): Route {
  return joinPath(['p', project, 'deliveries'], view);
}

/** Candidates against a baseline, or the page to choose them; `view` says what is shown of it. */
export function comparePath(
  project: string,
  base: string | null = null,
  runs: readonly string[] = [],
  view: View = {},
): Route {
  const search = new URLSearchParams(searchOf({ ...view, base }));
  for (const run of runs) search.append('run', run);
  search.sort();
  return `${joinPath(['p', project, 'compare'])}${search.size === 0 ? '' : `?${search}`}` as Route;
}

/** `key` over the ordered runs; without one, every key. */
export function keysPath(project: string, view?: View): Route {
  return joinPath(['p', project, 'keys'], view);
}

export function snapshotsPath(project: string): Route {
  return joinPath(['p', project, 'snapshots']);
}

/** The page of a frozen comparison, for whoever has the token. */
export function sharedPath(token: string): Route {
  return joinPath(['s', token]);
}

export function settingsPath(project: string): Route {
  return joinPath(['p', project, 'settings']);
}

/** Where an id was found; members that are not known are null. */
export interface Located {
  readonly kind: 'run' | 'datapoint' | 'session' | 'trace' | 'span';
  readonly project: string;
  readonly runId: string | null;
  readonly datapointId: string | null;
  readonly sessionId: string | null;
  readonly traceId: string | null;
  readonly spanId: string | null;
}

/** The page a located id is redirected to; for a datapoint outside every run, its session's. */
export function locationPath({ kind, project, runId, datapointId, sessionId, traceId, spanId }: Located): Route {
  if (kind === 'run' && runId !== null) return runPath(project, runId);
  if (kind === 'datapoint' && runId !== null && datapointId !== null) return datapointPath(project, runId, datapointId);
  if (sessionId === null) return runId === null ? runsPath(project) : runPath(project, runId);
  if (kind === 'trace') return sessionPath(project, sessionId, { trace: traceId });
  if (kind === 'span') return sessionPath(project, sessionId, { trace: traceId, span: spanId });
  return sessionPath(project, sessionId);
}

/** An address without a page, so that the page for unknown addresses answers, with its status 404. */
export function unknownIdPath(kind: string, id: string): Route {
  return joinPath(['not-found', kind, id]);
}

/** Addresses of the JSON API. */
export const apiPaths = {
  projects: () => joinPath(['api', 'projects']),
  project: (project: string) => joinPath(['api', 'projects', project]),
  runs: (project: string, view?: View) => joinPath(['api', 'projects', project, 'runs'], view),
  run: (project: string, run: string) => joinPath(['api', 'projects', project, 'runs', run]),
  datapoints: (project: string, run: string, view?: View) =>
    joinPath(['api', 'projects', project, 'runs', run, 'datapoints'], view),
  sessions: (project: string, view?: View) => joinPath(['api', 'projects', project, 'sessions'], view),
  session: (project: string, session: string) => joinPath(['api', 'projects', project, 'sessions', session]),
  sessionSummary: (project: string, session: string) =>
    joinPath(['api', 'projects', project, 'sessions', session, 'summary']),
  skeleton: (project: string, session: string) =>
    joinPath(['api', 'projects', project, 'sessions', session, 'skeleton']),
  spanSearch: (project: string, session: string, view: View) =>
    joinPath(['api', 'projects', project, 'sessions', session, 'search'], view),
  span: (project: string, session: string, span: string, view?: View) =>
    joinPath(['api', 'projects', project, 'sessions', session, 'spans', span], view),
  deliveries: (project: string, view?: View) => joinPath(['api', 'projects', project, 'deliveries'], view),
  structure: (project: string, run: string) => joinPath(['api', 'projects', project, 'runs', run, 'structure']),
  nodeSpans: (project: string, run: string, path: string, view?: View) =>
    joinPath(['api', 'projects', project, 'runs', run, 'structure', path], view),
  changes: (project: string, run: string) => joinPath(['api', 'projects', project, 'runs', run, 'changes']),
  baseline: (project: string, run: string) => joinPath(['api', 'projects', project, 'runs', run, 'baseline']),
  baselines: (project: string) => joinPath(['api', 'projects', project, 'baselines']),
  history: (project: string, view: View) => joinPath(['api', 'projects', project, 'history'], view),
  compare: (project: string, view: View) => joinPath(['api', 'projects', project, 'compare'], view),
  comparedDatapoints: (project: string, view: View) =>
    joinPath(['api', 'projects', project, 'compare', 'datapoints'], view),
  comparedTree: (project: string, view: View) => joinPath(['api', 'projects', project, 'compare', 'tree'], view),
  compareExport: (project: string, view: View) => joinPath(['api', 'projects', project, 'compare', 'export'], view),
  snapshots: (project: string, view?: View) => joinPath(['api', 'projects', project, 'snapshots'], view),
  snapshotPreview: (project: string) => joinPath(['api', 'projects', project, 'snapshots', 'preview']),
  snapshot: (project: string, id: string) => joinPath(['api', 'projects', project, 'snapshots', id]),
  snapshotLink: (project: string, id: string) => joinPath(['api', 'projects', project, 'snapshots', id, 'link']),
  shared: (token: string) => joinPath(['api', 'snapshots', token]),
  sharedExport: (token: string, view: View) => joinPath(['api', 'snapshots', token, 'export'], view),
  accessKeys: (project: string, view?: View) => joinPath(['api', 'projects', project, 'access-keys'], view),
  accessKey: (project: string, id: string) => joinPath(['api', 'projects', project, 'access-keys', id]),
  signIn: () => joinPath(['api', 'sign-in']),
  signOut: () => joinPath(['api', 'sign-out']),
  sample: () => joinPath(['api', 'sample']),
  routingTables: () => joinPath(['api', 'routing-tables']),
} as const;
