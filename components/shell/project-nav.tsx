'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { classNames } from '@/components/ui/class-names';
import { comparePath, keysPath, runsPath, sessionsPath, settingsPath, snapshotsPath } from '@/lib/query/paths';

const PAGES = [
  { name: 'Runs', path: runsPath },
  { name: 'Sessions', path: sessionsPath },
  { name: 'Compare', path: (project: string) => comparePath(project) },
  { name: 'Keys', path: (project: string) => keysPath(project) },
  { name: 'Snapshots', path: snapshotsPath },
  { name: 'Settings', path: settingsPath },
] as const;

export function ProjectNav({ project, className }: { readonly project: string; readonly className?: string }) {
  const pathname = usePathname();
  return (
    <nav aria-label="Pages of the project" className={classNames('gap-5 overflow-x-auto scrollbar-none', className)}>
      {PAGES.map(({ name, path }) => {
        const href = path(project);
        const isExact = pathname === href;
        const isWithin = isExact || pathname.startsWith(`${href}/`);
        return (
          <Link
            key={name}
            href={href}
            aria-current={isExact ? 'page' : isWithin ? 'true' : undefined}
            className={classNames(
              '-mb-px flex h-full items-center border-b-2 border-transparent text-sm text-ink-muted no-underline hover:text-ink',
              isWithin && 'border-accent font-medium text-ink',
            )}
          >
            {name}
          </Link>
        );
      })}
    </nav>
  );
}
