import 'server-only';
import { RunTree, type RunTreeNode } from '../compare/run-tree';
import type { MergedTree } from '../contracts/structure';
import { ATTRIBUTION_KEYS } from '../domain/attribution-keys';
import type { ComparedNode } from '../domain/comparison';
import type { Project } from '../domain/records';
import type { RunMember } from '../domain/structure';
import type { AppContext } from './context';
import { findProject } from './find-project';
import { judgeUnsettled } from './judge-unsettled';
import { notInProject } from './not-received';
import { readStructures } from './read-structures';
import { toMergedTree } from './to-dto/merged-tree';

/** The merged name-path tree of a run, judged first where it is not yet. @throws AppError `not-found` */
export async function getStructure(ctx: AppContext, projectName: string, runId: string): Promise<MergedTree> {
  if (ctx.worker !== undefined) return ctx.worker.getStructure(projectName, runId);
  const project = await findProject(ctx, projectName);
  const { members, outdated } = await readJudgedMembers(ctx, project, runId);
  const keys = ATTRIBUTION_KEYS.map(({ name }) => name);
  const tree = new RunTree(keys);
  let unjudged = outdated;
  for await (const { member, structure } of readStructures(ctx, project, members)) {
    if (structure === null) unjudged++;
    else tree.add(member, structure);
  }
  return toMergedTree(keys, tree.nodes().map(toLoneNode), unjudged);
}

/**
 * The sessions of a run that were judged by the project's present contract, as far as that is known, and the number of
 * the others. Unsettled ones of ordinary size are judged first.
 * @throws AppError `not-found`
 */
export async function readJudgedMembers(
  ctx: AppContext,
  project: Project,
  runId: string,
): Promise<{ readonly members: readonly RunMember[]; readonly outdated: number }> {
  const run = await ctx.store.getRun(project.id, runId);
  if (run === null) throw await notInProject(ctx, project, 'run', runId);
  if (run.unsettledSessions > 0) await judgeUnsettled(ctx, project, runId);
  const all = await ctx.store.runMembers(project.id, runId);
  const members = all.filter(({ contract }) => contract === project.contract);
  return { members, outdated: all.length - members.length };
}

/** A node of a tree that is compared with nothing. */
function toLoneNode({ path, above, label, repeats, ...side }: RunTreeNode): ComparedNode {
  const { spans, datapoints, counts, unpreserved, example } = side;
  return {
    path,
    above,
    label,
    repeats,
    status: 'same',
    renamedFrom: null,
    base: null,
    run: { spans, datapoints, counts, unpreserved, example },
  };
}
