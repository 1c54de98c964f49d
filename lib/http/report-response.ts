import 'server-only';
import type { ExportFormat } from '../contracts/compare';
import { renderReport } from '../report/render-report';
import type { Report } from '../report/report';

/** A report as a file to keep. */
export function reportResponse(format: ExportFormat, report: Report): Response {
  const { text, mediaType, fileName } = renderReport(format, report);
  return new Response(text, {
    headers: {
      'content-type': mediaType,
      'content-disposition': `attachment; filename="${fileName}"`,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
  });
}
