'use client';

import { ChevronsUpDown } from 'lucide-react';
import Link from 'next/link';
import { Button } from '@/components/ui/button';
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from '@/components/ui/dropdown-menu';
import { runsPath } from '@/lib/query/paths';

interface ProjectSwitchProps {
  readonly project: string;
  readonly projects: readonly string[];
}

/** The project's name; with more than one, a menu of them. */
export function ProjectSwitch({ project, projects }: ProjectSwitchProps) {
  if (projects.length < 2) {
    return (
      <Link href={runsPath(project)} className="min-w-0 truncate text-sm font-medium text-ink no-underline">
        {project}
      </Link>
    );
  }
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button
          variant="ghost"
          className="-ml-2 min-w-0 shrink px-2 text-ink"
          aria-label={`Project ${project}: change`}
        >
          <span className="truncate">{project}</span>
          <ChevronsUpDown aria-hidden className="!size-3.5 text-ink-muted" />
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="start">
        {projects.map((name) => (
          <DropdownMenuItem key={name} asChild>
            <Link href={runsPath(name)} aria-current={name === project ? 'true' : undefined}>
              <span className="max-w-64 truncate">{name}</span>
            </Link>
          </DropdownMenuItem>
        ))}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
