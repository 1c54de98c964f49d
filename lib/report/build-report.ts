import type { SnapshotContents } from '../contracts/snapshots';
import type { Report } from './report';

/** A report on a comparison, frozen or as it is now. @param contents already redacted */
export function buildReport(contents: SnapshotContents, links: Report['links']): Report {
  const { patterns, replaced } = contents.redaction;
  return {
    title: contents.title,
    project: contents.project,
    createdAt: contents.createdAt,
    tool: contents.tool,
    inputsHash: contents.inputsHash,
    run: contents.comparison.run,
    comparison: contents.comparison,
    findings: contents.findings,
    findingCount: contents.findingCount,
    tree: contents.tree,
    datapoints: contents.datapoints,
    datapointCount: contents.datapointCount,
    exemplars: contents.exemplars,
    redaction: patterns.length === 0 && replaced === 0 ? null : { patterns, replaced },
    checks: [],
    links,
  };
}
