import 'server-only';
import type { Project } from '../domain/records';
import { asRow } from './database-rows';
import { findEvents } from './read-events';
import { toProject } from './rows';
import { firstRow, placeholders, type SqlRow, type SqlSession } from './sql';
import { storedText } from './stored-text';

export async function readProject(db: SqlSession, name: string): Promise<Project | null> {
  return projectOrNull(await firstRow(db, 'SELECT * FROM project WHERE name = ?', [storedText(name)]));
}

/** The project an id was seen in first. */
export async function readProjectOf(
  db: SqlSession,
  kind: 'session' | 'run' | 'event',
  id: string,
): Promise<Project | null> {
  if (kind === 'run') return projectOrNull(await firstRow(db, OF_RUN, [storedText(id)]));
  const ofSession = (await readProjectsOfSessions(db, [id])).get(id) ?? null;
  if (ofSession !== null || kind === 'session') return ofSession;
  for (const { sessionKey } of await findEvents(db, storedText(id))) {
    const project = projectOrNull(await firstRow(db, OF_SESSION_KEY, [sessionKey]));
    if (project !== null) return project;
  }
  return null;
}

const OF_RUN = `SELECT project.* FROM run JOIN project ON project.id = run.project_id
  WHERE run.run_id = ? ORDER BY run.created_at, run.project_id LIMIT 1`;
const OF_SESSION_KEY = `SELECT project.* FROM session JOIN project ON project.id = session.project_id
  WHERE session.key = ?`;

/** Ids of one list. */
const IDS_AT_ONCE = 256;

/** The project each session was seen in first, by session id as asked. */
export async function readProjectsOfSessions(
  db: SqlSession,
  sessionIds: readonly string[],
): Promise<ReadonlyMap<string, Project>> {
  const projects = new Map<string, Project>();
  for (let start = 0; start < sessionIds.length; start += IDS_AT_ONCE) {
    const asked = sessionIds.slice(start, start + IDS_AT_ONCE).map(storedText);
    const rows = await db.rows(
      `SELECT session.session_id, project.* FROM session JOIN project ON project.id = session.project_id
       WHERE session.session_id IN (${placeholders(asked.length)}) ORDER BY session.created_micros`,
      asked,
    );
    for (const { sessionId, ...project } of rows) {
      const id = String(sessionId);
      if (!projects.has(id)) projects.set(id, toProject(asRow('Project', project)));
    }
  }
  return new Map(
    sessionIds.flatMap((id) => {
      const project = projects.get(storedText(id));
      return project === undefined ? [] : [[id, project] as const];
    }),
  );
}

function projectOrNull(row: SqlRow | undefined): Project | null {
  return row === undefined ? null : toProject(asRow('Project', row));
}
