import { setTimeout } from 'node:timers/promises';
import { dehydrate, HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { ComparePage } from '@/components/compare/compare-page';
import { loadCompareParams, readCompareView } from '@/components/compare/compare-params';
import { getQueryClient } from '@/lib/query/client';
import { comparisonOptions } from '@/lib/query/compare';
import { idOfSegment } from '@/lib/query/paths';
import { compareRuns } from '@/lib/services/compare-runs';
import { getAppContext } from '@/lib/services/context';

export const metadata: Metadata = { title: 'Compare' };

/** A small comparison comes with the page; the page is not held up for a large one, which follows by itself. */
const PATIENCE_MS = 250;

export default async function ComparedRunsPage({ params, searchParams }: PageProps<'/p/[project]/compare'>) {
  const project = idOfSegment((await params).project);
  const { view } = readCompareView(await loadCompareParams(searchParams));
  const { base } = view;
  const client = getQueryClient();
  if (base !== null) {
    const ctx = getAppContext();
    const comparisons = view.runs.map(async (run) => {
      const comparison = await compareRuns(ctx, project, { base, run });
      client.setQueryData(comparisonOptions(project, base, run).queryKey, comparison);
    });
    // A refusal is the browser's to hear, which asks for what did not come and shows it beside the other candidates.
    await Promise.race([Promise.allSettled(comparisons), setTimeout(PATIENCE_MS)]);
  }
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <ComparePage project={project} />
    </HydrationBoundary>
  );
}
