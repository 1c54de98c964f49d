'use client';

import { Badge } from '@/components/ui/badge';
import { Card } from '@/components/ui/card';
import { formatCount } from '@/components/ui/format-number';
import { Tab, TabList, TabPanel, Tabs } from '@/components/ui/tabs';
import type { ComparisonDto } from '@/lib/contracts/compare';
import { pairOf } from '@/lib/query/compare';
import type { Candidate } from './candidate';
import { COMPARE_TABS, type CompareTab } from './compare-params';
import { ComparedDatapoints } from './compared-datapoints';
import { ComparisonSummary } from './comparison-summary';
import { StructurePanel } from './structure-panel';
import { useCompareView } from './use-compare-view';

interface CompareTabsProps {
  readonly project: string;
  readonly shown: Candidate & { readonly comparison: ComparisonDto };
  readonly candidates: readonly Candidate[];
}

/** The parts of one comparison. Each has its own filters, so a change of the part lifts them. */
export function CompareTabs({ project, shown, candidates }: CompareTabsProps) {
  const { view, setView } = useCompareView();
  const { alignment } = shown.comparison;
  const [summary, datapoints, structure] = COMPARE_TABS;
  return (
    <Tabs
      value={view.tab}
      onValueChange={(tab) => setView({ tab: tab as CompareTab, only: null, key: null, dp: null, all: null })}
    >
      <TabList aria-label={`Parts of A against ${shown.letter}`}>
        <Tab value={summary}>Summary</Tab>
        <Tab value={datapoints}>
          Datapoints <Badge>{formatCount(alignment.matched + alignment.onlyBase + alignment.onlyRun)}</Badge>
        </Tab>
        <Tab value={structure}>Structure</Tab>
      </TabList>
      <TabPanel value={summary}>
        <ComparisonSummary project={project} shown={shown} candidates={candidates} />
      </TabPanel>
      <TabPanel value={datapoints}>
        <ComparedDatapoints project={project} letter={shown.letter} comparison={shown.comparison} />
      </TabPanel>
      <TabPanel value={structure}>
        <Card aria-label="Structure">
          <StructurePanel project={project} pair={pairOf(shown.comparison)} letter={shown.letter} />
        </Card>
      </TabPanel>
    </Tabs>
  );
}
