import type { Metadata } from 'next';
import { AppHeader } from '@/components/shell/app-header';
import { NotFoundNotice } from '@/components/shell/not-found-notice';
import { PageBody } from '@/components/shell/page-body';
import { runsPath, startPath } from '@/lib/query/paths';
import { getAppContext } from '@/lib/services/context';
import { listProjects } from '@/lib/services/list-projects';

export const metadata: Metadata = { title: 'Not found' };

const LINKS_MAX = 8;

export default async function NotFound() {
  const { projects } = await listProjects(getAppContext());
  const links = projects.slice(0, LINKS_MAX).map(({ name }) => ({ label: `Runs of ${name}`, href: runsPath(name) }));
  return (
    <>
      <AppHeader />
      <PageBody>
        <NotFoundNotice links={[...links, { label: 'Start page', href: startPath }]} />
      </PageBody>
    </>
  );
}
