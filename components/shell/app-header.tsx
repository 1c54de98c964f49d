import Link from 'next/link';
import { startPath } from '@/lib/query/paths';
import { SignOutButton } from '../sign-in/sign-out-button';
import { Logo } from './logo';
import { ProjectNav } from './project-nav';
import { ProjectSwitch } from './project-switch';
import { SkipLink } from './skip-link';
import { ThemeSwitch } from './theme-switch';

interface AppHeaderProps {
  /** The project the page belongs to; without it there is no navigation. */
  readonly project?: string;
  /** All projects, to change between them. */
  readonly projects?: readonly string[];
  /** With a key, which the browser can be made to forget. */
  readonly isSignedIn?: boolean;
}

export function AppHeader({ project, projects = [], isSignedIn = false }: AppHeaderProps) {
  return (
    <header className="sticky top-0 z-30 border-b border-line bg-surface">
      <SkipLink />
      <div className="mx-auto flex h-12 max-w-[100rem] items-center gap-3 px-4 sm:px-6">
        <Link href={startPath} className="flex shrink-0 items-center gap-2 text-sm font-semibold text-ink no-underline">
          <Logo className="size-5" />
          <span className={project === undefined ? '' : 'sr-only sm:not-sr-only'}>Baggage Claim</span>
        </Link>
        {project !== undefined && (
          <>
            <span aria-hidden className="text-line-strong">
              /
            </span>
            <ProjectSwitch project={project} projects={projects} />
            <ProjectNav project={project} className="ml-3 hidden h-full md:flex" />
          </>
        )}
        <div className="ml-auto flex items-center gap-1">
          <ThemeSwitch />
          {isSignedIn && <SignOutButton />}
        </div>
      </div>
      {project !== undefined && <ProjectNav project={project} className="flex h-10 px-4 md:hidden" />}
    </header>
  );
}
