import type { Metadata } from 'next';
import { AppHeader } from '@/components/shell/app-header';
import { NotFoundNotice } from '@/components/shell/not-found-notice';
import { PageBody } from '@/components/shell/page-body';
import type { ProjectList } from '@/lib/contracts/projects';
import { isAppError } from '@/lib/domain/errors';
import { runsPath, startPath } from '@/lib/query/paths';
import { getAppContext } from '@/lib/services/context';
import { listProjects } from '@/lib/services/list-projects';
import { visitor } from './visitor';

export const metadata: Metadata = { title: 'Not found' };

const LINKS_MAX = 8;

/** Some addresses take no key: what is not found there is told to everybody. */
function noneIfUnknown(error: unknown): ProjectList {
  if (isAppError(error) && error.code === 'unauthenticated') return { projects: [] };
  throw error;
}

export default async function NotFound() {
  const { token, isSignedIn } = await visitor();
  const { projects } = await listProjects(getAppContext(), token).catch(noneIfUnknown);
  const links = projects.slice(0, LINKS_MAX).map(({ name }) => ({ label: `Runs of ${name}`, href: runsPath(name) }));
  return (
    <>
      <AppHeader isSignedIn={isSignedIn} />
      <PageBody>
        <NotFoundNotice links={[...links, { label: 'Start page', href: startPath }]} />
      </PageBody>
    </>
  );
}
