import 'server-only';
import { AppError, isAppError } from '../../domain/errors';
import type { JsonObject } from '../../domain/json';
import type { Project } from '../../domain/records';
import type { Store } from '../../store/store';
import type { Caller } from '../data-plane/call';
import { quoteId } from '../not-received';

/** Every project has one entry at most that says something of itself; its id is the same everywhere. */
const CARD = 'project';

/** Keeps what is said of a project. Two that say it first at once: the later one adds to the earlier. */
export async function describeProject(store: Store, project: Project, body: JsonObject, now: Date): Promise<void> {
  if ((await store.updateEntry(project.id, 'project', CARD, { body }, now)) !== null) return;
  try {
    await store.createEntries(project.id, [{ kind: 'project', id: CARD, name: null, body }], now);
  } catch (error) {
    if (!isAppError(error) || error.code !== 'conflict') throw error;
    await store.updateEntry(project.id, 'project', CARD, { body }, now);
  }
}

/** A project as it is answered (`ProjectItem`). There is one organisation here, and it is this server. */
export async function projectObject(store: Store, project: Project): Promise<JsonObject> {
  const [card] = await store.listEntries(project.id, { kind: 'project', ids: [CARD], offset: 0, limit: 1 });
  return {
    id: project.name,
    name: project.name,
    description: '',
    ...card?.body,
    org_id: 'local',
    created_at: project.createdAt.toISOString(),
    updated_at: (card?.updatedAt ?? project.createdAt).toISOString(),
  };
}

/** The project of that name, when the caller may see it. @throws AppError `not-found`. */
export async function projectNamed(store: Store, { keyProject }: Caller, name: string): Promise<Project> {
  const isOpen = keyProject === null || keyProject.name === name;
  const project = isOpen ? await store.getProject(name) : null;
  if (project === null) throw noSuchProject(name);
  return project;
}

export function noSuchProject(name: string): AppError {
  return new AppError('not-found', `There is no project ${quoteId(name)}.`);
}
