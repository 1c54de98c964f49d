import { requestLinks } from '@/app/request-links';
import { compareExportQuerySchema } from '@/lib/contracts/compare';
import { defineRoute, parseQuery } from '@/lib/http/define-route';
import { reportResponse } from '@/lib/http/report-response';
import { idOfParam } from '@/lib/query/paths';
import { buildReport } from '@/lib/report/build-report';
import { exportComparison } from '@/lib/services/snapshots/export-comparison';

export const GET = defineRoute<{ project: string }>(async (ctx, request, params) => {
  const { base, run, format } = parseQuery(request, compareExportQuerySchema);
  const contents = await exportComparison(ctx, idOfParam(params.project), { base, run });
  const live = requestLinks(ctx, request).live(contents, { base, run });
  return reportResponse(format, buildReport(contents, { live, shared: null }));
});
