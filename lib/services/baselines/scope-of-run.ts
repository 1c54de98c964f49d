import 'server-only';
import { type BaselineScope, baselineScopeOf } from '../../domain/baseline';
import type { Project } from '../../domain/records';
import type { RunRollup } from '../../store/store';
import type { AppContext } from '../context';
import { findProject } from '../find-project';
import { notInProject } from '../not-received';

export interface ScopedRun {
  readonly project: Project;
  readonly run: RunRollup;
  /** null: nothing says which runs it belongs with. */
  readonly scope: BaselineScope | null;
}

/** A run and the runs it shares a baseline with. @throws AppError `not-found` */
export async function scopeOfRun(ctx: AppContext, projectName: string, runId: string): Promise<ScopedRun> {
  const project = await findProject(ctx, projectName);
  const run = await ctx.store.getRun(project.id, runId);
  if (run === null) throw await notInProject(ctx, project, 'run', runId);
  return { project, run, scope: baselineScopeOf(run) };
}
