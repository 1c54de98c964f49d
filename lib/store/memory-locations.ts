import { parseSpanId, parseTraceId } from '../domain/ids';
import { compareText, type MemoryProject, type MemorySession, sessionsOf, storedFactsOf } from './memory-rows';
import { filingOf } from './session-tally';
import type { Location, LocationKind } from './store';
import { storedText } from './stored-text';

const LOCATIONS_MAX = 20;

type SpanPlace = Pick<Location, 'spanId' | 'traceId'>;
const ITSELF: SpanPlace = { spanId: null, traceId: null };

/** Where in a session an id is found: nowhere, once, or once per span. */
const FINDERS: Readonly<Record<Exclude<LocationKind, 'run'>, (session: MemorySession, id: string) => SpanPlace[]>> = {
  session: ({ sessionId }, id) => (sessionId === storedText(id) ? [ITSELF] : []),
  datapoint: ({ tally }, id) => (filingOf(tally).datapointId === storedText(id) ? [ITSELF] : []),
  trace: (session, id) => {
    const traceId = parseTraceId(id);
    return storedFactsOf(session).some((facts) => facts.traceId === traceId) ? [{ spanId: null, traceId }] : [];
  },
  span: (session, id) =>
    storedFactsOf(session)
      .filter((facts) => facts.spanId === parseSpanId(id))
      .sort((a, b) => compareText(a.traceId, b.traceId))
      .map(({ spanId, traceId }) => ({ spanId, traceId })),
};

export function locate(projects: readonly MemoryProject[], kind: LocationKind, id: string): readonly Location[] {
  if (kind === 'run') return locateRun(projects, storedText(id));
  const nameById = new Map(projects.map(({ project }) => [project.id, project.name]));
  return sessionsOf(projects)
    .flatMap((session) =>
      FINDERS[kind](session, id).map((place) => ({
        project: nameById.get(session.projectId) ?? '',
        ...filingOf(session.tally),
        sessionId: session.sessionId,
        ...place,
      })),
    )
    .slice(0, LOCATIONS_MAX);
}

function locateRun(projects: readonly MemoryProject[], runId: string): readonly Location[] {
  return projects
    .flatMap(({ project, runs }) => {
      const run = runs.get(runId);
      return run === undefined ? [] : [{ project: project.name, createdAt: run.createdAt.getTime() }];
    })
    .sort((a, b) => a.createdAt - b.createdAt)
    .slice(0, LOCATIONS_MAX)
    .map(({ project }) => ({ project, runId, datapointId: null, sessionId: null, ...ITSELF }));
}
