import 'server-only';
import type { Aggregate } from '../../domain/aggregate-values';
import type { CatalogEntry } from '../../domain/catalog';
import type { EventFilter } from '../../domain/event-filter';
import { MetricRules } from '../../domain/metric-rules';
import type { Project, RunRecord } from '../../domain/records';
import { RunResultBuilder } from '../../domain/run-result';
import type { AppContext } from '../context';
import { eventsOfRun } from './run-events';

type Context = Pick<AppContext, 'store' | 'now'>;

/** What a run measured, by its own passing ranges and the thresholds of the project's metrics. Reads every event of it. */
export async function readRunResult(
  ctx: Context,
  project: Project,
  run: RunRecord,
  aggregate: Aggregate,
  filters: readonly EventFilter[] = [],
): Promise<RunResultBuilder> {
  const rules = new MetricRules(run, await metricDefinitions(ctx, project));
  const result = new RunResultBuilder(run, aggregate, rules);
  for await (const event of eventsOfRun(ctx, project, run.runId, { filters })) result.add(event);
  return result;
}

const DEFINITIONS_AT_ONCE = 500;

async function metricDefinitions(ctx: Context, project: Project): Promise<readonly CatalogEntry[]> {
  const definitions: CatalogEntry[] = [];
  for (;;) {
    const page = { offset: definitions.length, limit: DEFINITIONS_AT_ONCE };
    const more = await ctx.store.listEntries(project.id, { kind: 'metric', ...page });
    definitions.push(...more);
    if (more.length < DEFINITIONS_AT_ONCE) return definitions;
  }
}
