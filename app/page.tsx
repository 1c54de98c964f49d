import { redirect } from 'next/navigation';
import { AppHeader } from '@/components/shell/app-header';
import { PageBody } from '@/components/shell/page-body';
import { ConnectTabs } from '@/components/start/connect-tabs';
import { EmptyStart } from '@/components/start/empty-start';
import { ProjectList } from '@/components/start/project-list';
import { runsPath } from '@/lib/query/paths';
import { getAppContext } from '@/lib/services/context';
import { listProjects } from '@/lib/services/list-projects';
import { serverAddress } from './server-address';
import { visitor } from './visitor';

export default async function StartPage() {
  const { token, isSignedIn } = await visitor();
  const [{ projects }, address] = await Promise.all([listProjects(getAppContext(), token), serverAddress()]);
  const [first, second] = projects;
  if (first !== undefined && second === undefined) redirect(runsPath(first.name));
  return (
    <>
      <AppHeader isSignedIn={isSignedIn} />
      <PageBody>
        {first === undefined ? (
          <EmptyStart {...address} />
        ) : (
          <div className="mx-auto grid max-w-3xl grid-cols-[minmax(0,1fr)] gap-8 py-6">
            <section className="grid gap-3">
              <h1 className="text-xl font-semibold text-ink">Projects</h1>
              <ProjectList projects={projects} />
            </section>
            <section className="grid gap-2">
              <h2 className="text-base font-semibold text-ink">Point a client here</h2>
              <ConnectTabs {...address} />
            </section>
          </div>
        )}
      </PageBody>
    </>
  );
}
