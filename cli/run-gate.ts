import { inWords } from '../lib/audit/in-words';
import { type BaselineDto, baselineSchema, type ComparisonDto, comparisonSchema } from '../lib/contracts/compare';
import { type RunDetail, runDetailSchema, runListSchema } from '../lib/contracts/runs';
import { type SnapshotCreate, snapshotLinkSchema, snapshotPreviewResultSchema } from '../lib/contracts/snapshots';
import { ConfigError } from '../lib/env';
import { evaluateGate, type GateMaterial, isAttributionKey, unknownKeys } from '../lib/gate/evaluate-gate';
import { EVERY_KEY } from '../lib/gate/parse-threshold';
import type { Gate } from '../lib/gate/pretty';
import { apiPaths, comparePath, runPath } from '../lib/query/paths';
import { buildReport } from '../lib/report/build-report';
import type { Report } from '../lib/report/report';
import { visibleText } from '../lib/trace/visible-text';
import { awaitRun } from './await-run';
import type { GateOptions } from './gate-options';
import { type AskServer, RefusedError, UnansweredError } from './gate-server';
import type { ProgressLine } from './progress-line';

const LATEST = 'latest';
const PROJECT_BASELINE = 'baseline';
const NAMED_MAX = 10;

/**
 * Waits for the run, judges it by the conditions and shares the comparison.
 * @throws ConfigError, UnansweredError; RefusedError for a project or run that is not there.
 */
export async function runGate(ask: AskServer, options: GateOptions, progress: ProgressLine): Promise<Gate> {
  const { project, conditions, waitMs } = options;
  const runId = options.run === LATEST ? await latestRun(ask, project) : options.run;
  if (runId === options.baseline) {
    throw new ConfigError(`The run ${visibleText(runId)} is the baseline itself: nothing new was received.`);
  }
  // A name that is not there is told at once, not after the wait.
  if (options.baseline !== null && options.baseline !== PROJECT_BASELINE) {
    await ask(apiPaths.run(project, options.baseline), runDetailSchema);
  }
  const run = await awaitRun(ask, { project, runId, waitMs }, progress);
  const { base, noBaseline } = await baselineOf(ask, options, run);
  const comparison = base === null ? null : await compare(ask, project, base, runId);
  const sentKeys = comparison?.sentKeys ?? (await ownSentKeys(ask, options, run));
  const material = { run, comparison, noBaseline, sentKeys };
  refuseUnknownKeys(options, material);
  const livePath = base === null ? runPath(project, runId) : comparePath(project, base, [runId]);
  return {
    outcome: evaluateGate(conditions, material),
    run,
    comparison,
    links: {
      live: new URL(livePath, options.server).href,
      shared: base === null || !options.isShared ? null : await share(ask, options, base, runId),
    },
  };
}

/** The run created last. */
async function latestRun(ask: AskServer, project: string): Promise<string> {
  const { runs } = await ask(apiPaths.runs(project, { limit: 1 }), runListSchema);
  if (runs[0] === undefined) throw new ConfigError(`The project ${visibleText(project)} has no runs yet.`);
  return runs[0].runId;
}

function compare(ask: AskServer, project: string, base: string, run: string): Promise<ComparisonDto> {
  return ask(apiPaths.compare(project, { base, run }), comparisonSchema);
}

interface ChosenBaseline {
  readonly base: string | null;
  /** Why the server knows none. */
  readonly noBaseline: string | null;
}

async function baselineOf(ask: AskServer, { project, baseline }: GateOptions, run: RunDetail): Promise<ChosenBaseline> {
  if (baseline !== PROJECT_BASELINE) return { base: baseline, noBaseline: null };
  const found = await ask(apiPaths.baseline(project, run.runId), baselineSchema);
  return { base: found.runId, noBaseline: found.runId === null ? whyNone(found) : null };
}

function whyNone({ scope, mode }: BaselineDto): string {
  if (scope === null) return 'The run has neither a dataset nor a name, so nothing says what its baseline is.';
  if (mode === 'pinned') return 'The run is the pinned baseline itself.';
  return `No earlier run of the ${scope.kind} ${scope.value} passes.`;
}

/** Without a baseline the run is compared with itself, for the shares of the sent keys that a threshold may name. */
async function ownSentKeys(ask: AskServer, { project, conditions }: GateOptions, run: RunDetail) {
  const isNeeded = conditions.thresholds.some(({ key }) => key !== EVERY_KEY && !isAttributionKey(key, run));
  return isNeeded ? (await compare(ask, project, run.runId, run.runId)).sentKeys : [];
}

function refuseUnknownKeys({ conditions }: GateOptions, material: GateMaterial): void {
  const [unknown] = unknownKeys(conditions.thresholds, material);
  if (unknown === undefined) return;
  const attribution = inWords(Object.keys(material.run.attribution).map(visibleText));
  const sent = material.sentKeys.slice(0, NAMED_MAX).map(({ key }) => visibleText(key));
  throw new ConfigError(
    `--min names ${visibleText(unknown)}, which the run does not tell of. It takes ${attribution}, * for all of them, ` +
      `or a sent key${sent.length === 0 ? '' : ` such as ${sent.join(', ')}`}.`,
  );
}

/** The address of the frozen comparison. A gate without it is still a gate: a failure is a warning. */
async function share(ask: AskServer, options: GateOptions, base: string, run: string): Promise<string | null> {
  const wish: Partial<SnapshotCreate> = { base, run, expiresInDays: options.expiresInDays };
  try {
    const { url } = await ask(apiPaths.snapshots(options.project), snapshotLinkSchema, wish);
    return new URL(url, options.server).href;
  } catch (error) {
    const isExpected =
      error instanceof UnansweredError || error instanceof RefusedError || error instanceof ConfigError;
    if (!isExpected) throw error;
    console.error(`The comparison was not shared: ${error.message}`);
    return null;
  }
}

/** All that a report in another format tells, redacted by the server. @throws as {@link runGate} */
export async function gateReport(ask: AskServer, project: string, gate: Gate): Promise<Report> {
  const { run, comparison, outcome, links } = gate;
  const wish = { base: comparison?.base.runId ?? run.runId, run: run.runId };
  const { contents } = await ask(apiPaths.snapshotPreview(project), snapshotPreviewResultSchema, wish);
  const report = { ...buildReport(contents, links), checks: outcome.checks };
  return comparison === null ? { ...report, ...WITHOUT_COMPARISON, title: titleOf(run) } : report;
}

/** For the lack of a baseline the run was compared with itself. */
const WITHOUT_COMPARISON = { comparison: null, tree: null, datapoints: [], datapointCount: 0, exemplars: [] } as const;

function titleOf({ name, runId }: RunDetail): string {
  return `Gate of ${name ?? runId}`;
}
