import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { visitor } from '@/app/visitor';
import { AppHeader } from '@/components/shell/app-header';
import { PageBody } from '@/components/shell/page-body';
import { idOfSegment } from '@/lib/query/paths';
import { getAppContext } from '@/lib/services/context';
import { listProjects } from '@/lib/services/list-projects';

export async function generateMetadata({ params }: LayoutProps<'/p/[project]'>): Promise<Metadata> {
  const project = idOfSegment((await params).project);
  return { title: { default: project, template: `%s · ${project} · Baggage Claim` } };
}

export default async function ProjectLayout({ params, children }: LayoutProps<'/p/[project]'>) {
  const project = idOfSegment((await params).project);
  const { token, isSignedIn } = await visitor();
  const { projects } = await listProjects(getAppContext(), token);
  const names = projects.map(({ name }) => name);
  if (!names.includes(project)) notFound();
  return (
    <>
      <AppHeader project={project} projects={names} isSignedIn={isSignedIn} />
      <PageBody>{children}</PageBody>
    </>
  );
}
