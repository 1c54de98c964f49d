import * as unknownPath from '../../app/api/[...path]/route';
import * as health from '../../app/api/health/route';
import * as openapi from '../../app/api/openapi.json/route';
import * as accessKey from '../../app/api/projects/[project]/access-keys/[key]/route';
import * as accessKeys from '../../app/api/projects/[project]/access-keys/route';
import * as baselines from '../../app/api/projects/[project]/baselines/route';
import * as comparedDatapoints from '../../app/api/projects/[project]/compare/datapoints/route';
import * as compareExport from '../../app/api/projects/[project]/compare/export/route';
import * as compared from '../../app/api/projects/[project]/compare/route';
import * as comparedTree from '../../app/api/projects/[project]/compare/tree/route';
import * as deliveries from '../../app/api/projects/[project]/deliveries/route';
import * as history from '../../app/api/projects/[project]/history/route';
import * as project from '../../app/api/projects/[project]/route';
import * as baseline from '../../app/api/projects/[project]/runs/[run]/baseline/route';
import * as changes from '../../app/api/projects/[project]/runs/[run]/changes/route';
import * as datapoints from '../../app/api/projects/[project]/runs/[run]/datapoints/route';
import * as run from '../../app/api/projects/[project]/runs/[run]/route';
import * as nodeSpans from '../../app/api/projects/[project]/runs/[run]/structure/[path]/route';
import * as structure from '../../app/api/projects/[project]/runs/[run]/structure/route';
import * as runs from '../../app/api/projects/[project]/runs/route';
import * as session from '../../app/api/projects/[project]/sessions/[session]/route';
import * as search from '../../app/api/projects/[project]/sessions/[session]/search/route';
import * as skeleton from '../../app/api/projects/[project]/sessions/[session]/skeleton/route';
import * as span from '../../app/api/projects/[project]/sessions/[session]/spans/[span]/route';
import * as summary from '../../app/api/projects/[project]/sessions/[session]/summary/route';
import * as sessions from '../../app/api/projects/[project]/sessions/route';
import * as snapshotLink from '../../app/api/projects/[project]/snapshots/[snapshot]/link/route';
import * as snapshot from '../../app/api/projects/[project]/snapshots/[snapshot]/route';
import * as snapshotPreview from '../../app/api/projects/[project]/snapshots/preview/route';
import * as snapshots from '../../app/api/projects/[project]/snapshots/route';
import * as projects from '../../app/api/projects/route';
import * as routingTables from '../../app/api/routing-tables/route';
import * as sample from '../../app/api/sample/route';
import * as signIn from '../../app/api/sign-in/route';
import * as signOut from '../../app/api/sign-out/route';
import * as sharedExport from '../../app/api/snapshots/[token]/export/route';
import * as shared from '../../app/api/snapshots/[token]/route';
import * as redirect from '../../app/r/[kind]/[id]/route';
import * as sharedPreview from '../../app/s/[token]/preview.png/route';
import * as sharedPage from '../../app/s/[token]/route';
import { type AppContext, setAppContext } from '../services/context';

// biome-ignore lint/suspicious/noExplicitAny: every handler has params of its own, and the table knows which.
type Handlers = Readonly<Record<string, (request: Request, route: { params: Promise<any> }) => unknown>>;

/** The API as Next routes it: a folder `[name]` is one segment. */
const ROUTES: readonly (readonly [path: string, handlers: Handlers])[] = [
  ['/api/health', health],
  ['/api/openapi.json', openapi],
  ['/api/projects', projects],
  ['/api/projects/[project]', project],
  ['/api/projects/[project]/compare', compared],
  ['/api/projects/[project]/compare/datapoints', comparedDatapoints],
  ['/api/projects/[project]/compare/tree', comparedTree],
  ['/api/projects/[project]/runs/[run]/changes', changes],
  ['/api/projects/[project]/baselines', baselines],
  ['/api/projects/[project]/deliveries', deliveries],
  ['/api/projects/[project]/history', history],
  ['/api/projects/[project]/runs', runs],
  ['/api/projects/[project]/runs/[run]', run],
  ['/api/projects/[project]/runs/[run]/baseline', baseline],
  ['/api/projects/[project]/runs/[run]/datapoints', datapoints],
  ['/api/projects/[project]/runs/[run]/structure', structure],
  ['/api/projects/[project]/runs/[run]/structure/[path]', nodeSpans],
  ['/api/projects/[project]/sessions', sessions],
  ['/api/projects/[project]/sessions/[session]', session],
  ['/api/projects/[project]/sessions/[session]/search', search],
  ['/api/projects/[project]/sessions/[session]/skeleton', skeleton],
  ['/api/projects/[project]/sessions/[session]/spans/[span]', span],
  ['/api/projects/[project]/sessions/[session]/summary', summary],
  ['/api/routing-tables', routingTables],
  ['/api/projects/[project]/access-keys', accessKeys],
  ['/api/projects/[project]/access-keys/[key]', accessKey],
  ['/api/sign-in', signIn],
  ['/api/sign-out', signOut],
  ['/api/sample', sample],
  ['/api/projects/[project]/compare/export', compareExport],
  ['/api/projects/[project]/snapshots', snapshots],
  ['/api/projects/[project]/snapshots/preview', snapshotPreview],
  ['/api/projects/[project]/snapshots/[snapshot]', snapshot],
  ['/api/projects/[project]/snapshots/[snapshot]/link', snapshotLink],
  ['/api/snapshots/[token]', shared],
  ['/api/snapshots/[token]/export', sharedExport],
  ['/r/[kind]/[id]', redirect],
  ['/s/[token]', sharedPage],
  ['/s/[token]/preview.png', sharedPreview],
];

/** Answers a request to the JSON API or to a redirect by its real handler, on this context, without a network. */
export async function callApi(ctx: AppContext, path: string, init?: RequestInit): Promise<Response> {
  setAppContext(ctx);
  const request = new Request(new URL(path, 'http://localhost:3000'), init);
  const { pathname } = new URL(request.url);
  for (const [route, handlers] of ROUTES) {
    const match = new RegExp(`^${route.replace(/\[(\w+)\]/g, '(?<$1>[^/]+)')}$`).exec(pathname);
    if (match === null) continue;
    // Next decodes the params of a route handler once.
    const params = Object.entries(match.groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)]);
    const handler = handlers[request.method];
    if (handler === undefined) return new Response(null, { status: 405 });
    return (await handler(request, { params: Promise.resolve(Object.fromEntries(params)) })) as Response;
  }
  return unknownPath.GET();
}
