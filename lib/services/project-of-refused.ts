import 'server-only';
import type { Project } from '../domain/records';
import type { Store } from '../store/store';
import { DEFAULT_PROJECT } from './default-project';

/**
 * Where a refused request is listed: the project of its key, else the one it names, else `default`; null where there is no
 * such project, because a refusal makes none.
 */
export async function projectOfRefused(
  store: Pick<Store, 'getProject'>,
  keyProject: Project | null,
  named: string | null | undefined,
): Promise<Project | null> {
  return keyProject ?? (await store.getProject(named || DEFAULT_PROJECT));
}
