import 'server-only';
import manifest from '../../../package.json';
import type { CompareQuery, ComparisonDto } from '../../contracts/compare';
import type { Exemplar, SnapshotContents } from '../../contracts/snapshots';
import type { Project } from '../../domain/records';
import { compareRuns } from '../compare-runs';
import type { AppContext } from '../context';
import { findProject } from '../find-project';
import { getComparedTree } from '../get-compared-tree';
import { listComparedDatapoints } from '../list-compared-datapoints';
import { toFinding } from '../to-dto/finding';
import { chooseExemplars } from './choose-exemplars';
import { cutTree } from './cut-tree';
import { inputsHash } from './inputs-hash';
import { onlyShownKeys } from './only-shown-keys';
import { readExemplar } from './read-exemplar';
import { snapshotTitle } from './snapshot-title';

const FINDINGS_MAX = 50;
const NODES_MAX = 500;
const DATAPOINTS_MAX = 200;
const EXEMPLARS_MAX = 20;
/** How often runs are read again that change meanwhile. */
const ATTEMPTS = 3;

/**
 * All that a report or a link tells of two runs, as it is now; not redacted yet.
 * @throws AppError `not-found`
 */
export async function freezeComparison(
  ctx: AppContext,
  projectName: string,
  { base, run, title }: CompareQuery & { readonly title?: string | undefined },
): Promise<SnapshotContents> {
  const project = await findProject(ctx, projectName);
  const { comparison, ...parts } = await readParts(ctx, project, { base, run });
  return {
    format: 1,
    tool: { name: manifest.name, version: manifest.version },
    project: project.name,
    title: title ?? snapshotTitle(comparison),
    createdAt: ctx.now().toISOString(),
    comparison: onlyShownKeys(comparison),
    ...parts,
    redaction: { patterns: [], replaced: 0 },
    inputsHash: inputsHash(comparison),
  };
}

type Parts = Pick<
  SnapshotContents,
  'comparison' | 'findings' | 'findingCount' | 'tree' | 'datapoints' | 'datapointCount' | 'exemplars'
>;

/** All of one state of both runs, unless they change faster than they are read. */
async function readParts(ctx: AppContext, project: Project, query: CompareQuery): Promise<Parts> {
  for (let attempt = 1; ; attempt++) {
    const comparison = await compareRuns(ctx, project.name, query);
    const parts = await readPartsOnce(ctx, project, comparison, query);
    const now = await compareRuns(ctx, project.name, query);
    if (attempt === ATTEMPTS || inputsHash(now) === inputsHash(comparison)) return { comparison, ...parts };
  }
}

async function readPartsOnce(
  ctx: AppContext,
  project: Project,
  comparison: ComparisonDto,
  query: CompareQuery,
): Promise<Omit<Parts, 'comparison'>> {
  const tree = await getComparedTree(ctx, project.name, query);
  const { datapoints, total } = await listComparedDatapoints(ctx, project.name, { ...query, limit: DATAPOINTS_MAX });
  const findings = await ctx.store.findings(project.id, { runId: query.run }, FINDINGS_MAX);
  const stored = await ctx.store.getRun(project.id, query.run);
  return {
    findings: findings.map((finding) => ({
      ...toFinding(finding),
      sessionId: finding.sessionId,
      datapointId: finding.datapointId,
    })),
    findingCount: stored?.findings ?? findings.length,
    tree: cutTree(tree, comparison.rows, NODES_MAX),
    datapoints,
    datapointCount: total,
    exemplars: await readExemplars(ctx, project.name, comparison),
  };
}

async function readExemplars(ctx: AppContext, project: string, { rows }: ComparisonDto): Promise<Exemplar[]> {
  const exemplars: Exemplar[] = [];
  for (const choice of chooseExemplars(rows, EXEMPLARS_MAX)) {
    const exemplar = await readExemplar(ctx, project, choice);
    if (exemplar !== null) exemplars.push(exemplar);
  }
  return exemplars;
}
