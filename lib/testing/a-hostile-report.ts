import type { Report } from '../report/report';
import { aCheck, aFinding, anExemplar, aReport, aTreeNode } from './a-report';

/** A report in which this text is every name, key, value and sentence. */
export function aHostileReport(text: string): Report {
  const report = aReport();
  const { comparison } = report;
  if (comparison === null) throw new Error('the report has a comparison');
  const span = { traceId: text, spanId: text, name: text };
  const run = {
    ...report.run,
    ...{ runId: text, name: text, datasetId: text, commit: text, version: text, contracts: [text] },
    client: { name: text, version: text },
  };
  const keyOf = <T extends object>(key: T): T => ({ ...key, key: text });
  return {
    ...report,
    title: text,
    project: text,
    run,
    comparison: {
      ...comparison,
      run,
      base: run,
      sentence: text,
      keys: Object.fromEntries(Object.values(comparison.keys).map((key, i) => [`${text}${i}`, keyOf(key)])),
      sentKeys: comparison.sentKeys.map(keyOf),
      rows: comparison.rows.map((row) => ({ ...row, key: text, text, gradeText: text, renamedFrom: text })),
      warnings: [{ code: 'client', text }],
    },
    findings: [
      aFinding({
        ...{ title: text, keys: [text], span, parent: span, evidence: [text], advice: text },
        ...{ sessionId: text, datapointId: text },
        expected: Object.fromEntries([[text, text]]),
        observed: Object.fromEntries([[text, text]]),
        cause: { code: 'not-determined', confidence: 'low', text },
      }),
    ],
    tree: { keys: [text], nodes: [aTreeNode(text, -1, { renamedFrom: text })], left: 0, unjudgedSessions: 0 },
    datapoints: report.datapoints.map((datapoint) => ({ ...datapoint, datapointId: text, keys: [text] })),
    exemplars: [
      anExemplar({
        ...{ key: text, text, sessionId: text, datapointId: text, traceId: text, spanId: text, name: text },
        values: [{ key: text, sent: text, stored: [{ path: text, value: text }] }],
      }),
    ],
    redaction: { patterns: [text], replaced: 1 },
    checks: [aCheck({ id: text, name: text, text })],
    links: { live: text, shared: text },
  };
}
