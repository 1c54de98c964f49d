import 'server-only';
import type { DataPlaneService } from '../data-plane/call';
import { printList } from '../data-plane/print-list';
import { projectObject } from './project-card';

/** `GET /v1/projects`: a bare list, with the prefix and without. A key sees its own project only. */
export const listProjects: DataPlaneService<'listProjects'> = async ({ store }, { query, keyProject }) => {
  const projects = keyProject === null ? await store.listProjects() : [keyProject];
  const wanted = projects.filter(({ name }) => query.name === undefined || name === query.name);
  const body = await printList(null, objects());
  return { project: keyProject, body, subject: null };

  async function* objects() {
    for (const project of wanted) yield await projectObject(store, project);
  }
};
