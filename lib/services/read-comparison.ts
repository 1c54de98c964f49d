import 'server-only';
import { alignDatapoints, type DatapointAlignment } from '../compare/align-datapoints';
import { RunComparison } from '../compare/run-comparison';
import type { ComparedRun, CompareQuery, ComparisonDto } from '../contracts/compare';
import { ATTRIBUTION_KEYS } from '../domain/attribution-keys';
import type { Comparison } from '../domain/comparison';
import { hashText } from '../domain/hash-text';
import type { Project } from '../domain/records';
import type { RunMember } from '../domain/structure';
import type { RunRollup, Store } from '../store/store';
import type { ComparisonReport } from './comparison-report';
import type { AppContext } from './context';
import { findProject } from './find-project';
import { judgeUnsettled } from './judge-unsettled';
import { KeptAnswers } from './kept-answers';
import { notInProject } from './not-received';
import { readStructures } from './read-structures';
import { toComparedRun } from './to-dto/compared-run';
import { warningsOf } from './warnings-of';

/** Most nodes, cells and datapoints kept, over all comparisons: some 100 MB. */
const WEIGHT_MAX = 200_000;

/** The attribution keys, in the order in which comparisons and trees count them. */
export const KEY_NAMES: readonly string[] = ATTRIBUTION_KEYS.map(({ name }) => name);

/** A run with its sessions as they are now. */
interface RunNow {
  readonly rollup: RunRollup;
  readonly members: readonly RunMember[];
  readonly told: ComparedRun;
}

/**
 * Two runs compared as they are stored now, judged first where they are not yet. Computed once for one state of both.
 * @throws AppError `not-found`
 */
export async function readComparison(
  ctx: AppContext,
  projectName: string,
  { base, run }: CompareQuery,
): Promise<ComparisonReport> {
  const project = await findProject(ctx, projectName);
  const [before, after] = [await readJudgedRun(ctx, project, base), await readJudgedRun(ctx, project, run)];
  const key = JSON.stringify([project.id, base, run]);
  const isCurrent = (report: ComparisonReport) =>
    report.base.version === before.told.version && report.run.version === after.told.version;
  const work = async () => reportOf(ctx, before, after, await compare(ctx, project, before.members, after.members));
  const report = await keptComparisons(ctx.store).get(key, isCurrent, work);
  if (report === null) throw new Error('A comparison always has an answer.');
  return report;
}

/** @throws AppError `not-found` */
async function readJudgedRun(ctx: AppContext, project: Project, runId: string): Promise<RunNow> {
  const received = await ctx.store.getRun(project.id, runId);
  if (received === null) throw await notInProject(ctx, project, 'run', runId);
  if (received.unsettledSessions > 0) await judgeUnsettled(ctx, project, runId);
  const rollup = (await ctx.store.getRun(project.id, runId)) ?? received;
  const members = await ctx.store.runMembers(project.id, runId);
  return { rollup, members, told: toComparedRun(rollup, members, versionOf(rollup, members)) };
}

/** Equal for equal data of a run, judged alike. */
function versionOf({ name, datasetId }: RunRollup, members: readonly RunMember[]): string {
  const states = members.map(({ sessionId, revision, settled, contract, datapointId }) => [
    sessionId,
    revision,
    settled,
    contract,
    datapointId,
  ]);
  return hashText(JSON.stringify([name, datasetId, states]));
}

/** Only the sessions of these members; others are left out on both sides. */
export async function compare(
  ctx: AppContext,
  project: Project,
  base: readonly RunMember[],
  run: readonly RunMember[],
): Promise<Comparison> {
  const alignment = alignDatapoints(base, run);
  const comparison = new RunComparison(KEY_NAMES, alignment);
  for (const side of ['base', 'run'] as const) {
    const placed = placedMembers(alignment, side);
    for await (const { member, structure } of readStructures(ctx, project, placed)) {
      if (structure !== null) comparison.add(side, member.unit, member, structure);
    }
  }
  return comparison.finish();
}

function placedMembers({ units }: DatapointAlignment, side: 'base' | 'run') {
  return units.flatMap((unit, index) => unit[side].map((member) => ({ ...member, unit: index })));
}

function reportOf(ctx: AppContext, base: RunNow, run: RunNow, comparison: Comparison): ComparisonReport {
  const warnings: ComparisonDto['warnings'] = warningsOf(base.told, run.told, comparison.alignment);
  return { base: base.told, run: run.told, comparison, warnings, checkedAt: ctx.now() };
}

type KeptComparisons = KeptAnswers<ComparisonReport>;

const kept = new WeakMap<Store, KeptComparisons>();

/** Comparisons are made in one thread only, so that a module's variable is enough. */
function keptComparisons(store: Store): KeptComparisons {
  const known = kept.get(store) ?? new KeptAnswers(WEIGHT_MAX, weightOf);
  kept.set(store, known);
  return known;
}

function weightOf({ comparison: { nodes, cells, datapoints } }: ComparisonReport): number {
  return nodes.length + cells.length + datapoints.length;
}
