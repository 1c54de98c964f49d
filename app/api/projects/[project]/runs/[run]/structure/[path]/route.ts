import { nodeSpansQuerySchema } from '@/lib/contracts/structure';
import { defineRoute, parseQuery } from '@/lib/http/define-route';
import { dtoResponse } from '@/lib/http/dto-response';
import { idOfParam } from '@/lib/query/paths';
import { listNodeSpans } from '@/lib/services/list-node-spans';

type Params = { project: string; run: string; path: string };

export const GET = defineRoute<Params>(async (ctx, request, params) => {
  const [project, run, path] = [params.project, params.run, params.path].map(idOfParam) as [string, string, string];
  return dtoResponse(await listNodeSpans(ctx, project, run, path, parseQuery(request, nodeSpansQuerySchema)));
});
