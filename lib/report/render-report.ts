import type { ExportFormat } from '../contracts/compare';
import type { Report } from './report';
import { toHtml } from './to-html';
import { toJson } from './to-json';
import { toJunit } from './to-junit';
import { toMarkdown } from './to-markdown';
import { toSarif } from './to-sarif';

interface Format {
  readonly render: (report: Report) => string;
  readonly mediaType: string;
  readonly ending: string;
}

const FORMATS: Readonly<Record<ExportFormat, Format>> = {
  markdown: { render: toMarkdown, mediaType: 'text/markdown; charset=utf-8', ending: 'md' },
  json: { render: toJson, mediaType: 'application/json; charset=utf-8', ending: 'json' },
  junit: { render: toJunit, mediaType: 'application/xml; charset=utf-8', ending: 'junit.xml' },
  sarif: { render: toSarif, mediaType: 'application/sarif+json; charset=utf-8', ending: 'sarif' },
  html: { render: toHtml, mediaType: 'text/html; charset=utf-8', ending: 'html' },
};

export interface RenderedReport {
  readonly text: string;
  /** For `Content-Type`. */
  readonly mediaType: string;
  /** Letters, digits, dots, dashes: safe as a header and as a file. */
  readonly fileName: string;
}

export function renderReport(format: ExportFormat, report: Report): RenderedReport {
  const { render, mediaType, ending } = FORMATS[format];
  return { text: render(report), mediaType, fileName: `${nameOf(report)}.${ending}` };
}

const ID_MAX = 60;

function nameOf({ run, comparison }: Report): string {
  const ids = comparison === null ? [run.runId] : [comparison.base.runId, run.runId];
  const parts = ids.map(
    (id) =>
      id
        .replace(/[^A-Za-z0-9]+/g, '-')
        .replace(/^-+|-+$/g, '')
        .slice(0, ID_MAX) || 'run',
  );
  return ['baggage-claim', ...parts].join('-');
}
