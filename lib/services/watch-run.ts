import 'server-only';
import { setTimeout } from 'node:timers/promises';
import type { RunChange } from '../contracts/structure';
import { AppError } from '../domain/errors';
import { hashText } from '../domain/hash-text';
import type { Project } from '../domain/records';
import { isTerminal } from '../domain/run';
import type { RunRollup } from '../store/store';
import type { AppContext } from './context';
import { findProject } from './find-project';
import { notInProject } from './not-received';

/** How often a run is looked at while somebody watches it; all who watch it share one look. */
const PERIOD_MS = 1000;
/** Proxies and browsers give up on a stream that is silent for longer. */
const SILENCE_MS = 15_000;
/** Each holds a connection open. */
const WATCHERS_MAX = 200;

let watchers = 0;

/**
 * What changes in a run, from its present state on: one item for every change, at most one a second, and null from time
 * to time as a sign of life. Ends when the run is over and settled, when it is deleted, and with the signal.
 * @throws AppError `not-found`; `unavailable` when too many watch already.
 */
export async function watchRun(
  ctx: AppContext,
  projectName: string,
  runId: string,
  signal: AbortSignal,
): Promise<AsyncGenerator<RunChange | null>> {
  const project = await findProject(ctx, projectName);
  if ((await look(ctx, project, runId)) === null) throw await notInProject(ctx, project, 'run', runId);
  if (watchers >= WATCHERS_MAX)
    throw new AppError('unavailable', 'Too many pages watch runs just now; ask for it again.');
  return watch(ctx, project, runId, signal);
}

async function* watch(
  ctx: AppContext,
  project: Project,
  runId: string,
  signal: AbortSignal,
): AsyncGenerator<RunChange | null> {
  watchers++;
  try {
    let version = '';
    let silentMs = 0;
    while (!signal.aborted && ctx.stopping?.aborted !== true) {
      const change = await look(ctx, project, runId);
      if (change === null) return;
      if (change.version !== version) {
        yield change;
        version = change.version;
        silentMs = 0;
      } else if (silentMs >= SILENCE_MS) {
        yield null;
        silentMs = 0;
      }
      if (change.isOver) return;
      await pause(signal, ctx.stopping);
      silentMs += PERIOD_MS;
    }
  } finally {
    watchers--;
  }
}

async function pause(signal: AbortSignal, stopping: AbortSignal | undefined): Promise<void> {
  const ended = stopping === undefined ? signal : AbortSignal.any([signal, stopping]);
  await setTimeout(PERIOD_MS, undefined, { signal: ended }).catch(() => undefined);
}

const looks = new WeakMap<AppContext['store'], Map<string, Promise<RunChange | null>>>();

/** null when the run is unknown. Whoever asks within a period gets the same answer. */
function look(ctx: AppContext, project: Project, runId: string): Promise<RunChange | null> {
  const ofStore = looks.get(ctx.store) ?? new Map<string, Promise<RunChange | null>>();
  looks.set(ctx.store, ofStore);
  const key = JSON.stringify([project.id, runId]);
  const known = ofStore.get(key);
  if (known !== undefined) return known;
  const looking = ctx.store.getRun(project.id, runId).then((run) => run && toChange(run));
  ofStore.set(key, looking);
  const forget = () => ofStore.delete(key);
  looking.then(() => setTimeout(PERIOD_MS * 0.9, undefined, { ref: false }).then(forget), forget);
  return looking;
}

function toChange(run: RunRollup): RunChange {
  const { status, sessions, spans, unsettledSessions, datapoints, arrivedDatapoints } = run;
  return {
    version: hashText(JSON.stringify({ ...run, metadata: null, results: null, configuration: null })),
    status,
    sessions,
    spans,
    unsettledSessions,
    datapoints: { arrived: arrivedDatapoints, total: datapoints },
    isOver: isTerminal(status) && unsettledSessions === 0,
  };
}
