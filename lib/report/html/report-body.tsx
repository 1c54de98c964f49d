/** @jsxImportSource preact */
import type { ComponentChildren } from 'preact';
import type { Report } from '../report';
import { Datapoints, Differences, Keys } from './differences';
import { Exemplars, Findings } from './evidence';
import { Checks, Foot, Heading, Notices, Runs } from './summary';
import { Tree } from './tree';

interface ReportBodyProps {
  readonly report: Report;
  /** Stands right below the verdict. */
  readonly children?: ComponentChildren;
}

/** Everything a person reads of a report: the same in an exported file and on a shared page. */
export function ReportBody({ report, children }: ReportBodyProps) {
  const { comparison, checks, findings, findingCount, tree, datapoints, datapointCount, exemplars } = report;
  return (
    <>
      <main>
        <Heading report={report}>{children}</Heading>
        <Notices {...report} />
        <Checks checks={checks} />
        {comparison !== null && <Keys {...comparison} />}
        {comparison !== null && <Differences {...comparison} />}
        <Findings findings={findings} findingCount={findingCount} />
        <Exemplars exemplars={exemplars} />
        <Datapoints datapoints={datapoints} datapointCount={datapointCount} />
        {tree !== null && <Tree tree={tree} isComparison={comparison !== null} />}
        <Runs comparison={comparison} run={report.run} />
      </main>
      <Foot {...report} />
    </>
  );
}
