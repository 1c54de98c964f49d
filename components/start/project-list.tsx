import { ChevronRight } from 'lucide-react';
import Link from 'next/link';
import { Card } from '@/components/ui/card';
import { RelativeTime } from '@/components/ui/relative-time';
import type { ProjectDto } from '@/lib/contracts/projects';
import { runsPath } from '@/lib/query/paths';

export function ProjectList({ projects }: { readonly projects: readonly ProjectDto[] }) {
  return (
    <Card aria-label="Projects">
      <ul className="divide-y divide-line">
        {projects.map((project) => (
          <li key={project.name}>
            <Link
              href={runsPath(project.name)}
              className="flex items-center gap-4 px-4 py-3 text-ink no-underline hover:bg-hover"
            >
              <span className="min-w-0 grow">
                <span className="block truncate font-medium">{project.name}</span>
                <span className="block truncate text-xs text-ink-muted">
                  routing <span className="font-mono">{project.routing}</span> · contract{' '}
                  <span className="font-mono">{project.contract}</span>
                </span>
              </span>
              <span className="hidden shrink-0 text-xs text-ink-muted sm:block">
                first seen <RelativeTime iso={project.createdAt} />
              </span>
              <ChevronRight aria-hidden className="size-4 shrink-0 text-ink-muted" />
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  );
}
