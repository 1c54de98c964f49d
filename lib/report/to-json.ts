import type { Report } from './report';

/** Changes when members change their meaning or go; new ones may come without it. */
const SCHEMA = 'baggage-claim-report/1';

/** Everything a report holds, for programs. */
export function toJson(report: Report): string {
  return `${JSON.stringify({ schema: SCHEMA, ...report }, null, 2)}\n`;
}
