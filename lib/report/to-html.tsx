/** @jsxImportSource preact */
import { renderPage } from './html/render-page';
import { ReportBody } from './html/report-body';
import type { Report } from './report';

/** One file without scripts that needs no other: to keep, to mail, to print. */
export function toHtml(report: Report): string {
  return renderPage({ title: report.title, body: <ReportBody report={report} /> });
}
