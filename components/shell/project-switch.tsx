'use client';

import { ChevronsUpDown } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { OverlaySelect } from '@/components/ui/overlay-select';
import { runsPath } from '@/lib/query/paths';

interface ProjectSwitchProps {
  readonly project: string;
  readonly projects: readonly string[];
}

/** The project's name; with more than one, a menu of them. */
export function ProjectSwitch({ project, projects }: ProjectSwitchProps) {
  const router = useRouter();
  if (projects.length < 2) {
    return (
      <Link href={runsPath(project)} className="min-w-0 truncate text-sm font-medium text-ink no-underline">
        {project}
      </Link>
    );
  }
  return (
    <OverlaySelect
      label="Project"
      value={project}
      options={projects.map((name) => ({ value: name, label: name }))}
      onSelect={(name) => router.push(runsPath(name))}
      className="-ml-2"
    >
      <span className="truncate text-sm font-medium text-ink">{project}</span>
      <ChevronsUpDown aria-hidden className="size-3.5 shrink-0" />
    </OverlaySelect>
  );
}
