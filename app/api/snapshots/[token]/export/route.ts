import { requestLinks } from '@/app/request-links';
import { exportQuerySchema } from '@/lib/contracts/snapshots';
import { parseQuery } from '@/lib/http/define-route';
import { defineSharedRoute } from '@/lib/http/define-shared-route';
import { reportResponse } from '@/lib/http/report-response';
import { idOfParam } from '@/lib/query/paths';
import { buildReport } from '@/lib/report/build-report';
import { openShared } from '@/lib/services/snapshots/find-shared';
import { readContents } from '@/lib/services/snapshots/read-shared';

export const GET = defineSharedRoute(async (ctx, request, params) => {
  const token = idOfParam(params.token);
  const { format } = parseQuery(request, exportQuerySchema);
  const snapshot = await openShared(ctx, token);
  const contents = readContents(snapshot);
  const links = requestLinks(ctx, request);
  const live = links.live(contents, { base: snapshot.baseRunId, run: snapshot.runId });
  return reportResponse(format, buildReport(contents, { live, shared: links.shared(token) }));
});
