'use client';

import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { projectListOptions } from '@/lib/query/projects';

const LOOK_EVERY_MS = 2_500;

/** On the empty start page: looks for the first project and lets the page move on when there is one. */
export function FirstDataWatch() {
  const router = useRouter();
  const { data } = useQuery({ ...projectListOptions(), refetchInterval: LOOK_EVERY_MS });
  const hasProjects = data !== undefined && data.projects.length > 0;

  useEffect(() => {
    if (hasProjects) router.refresh();
  }, [hasProjects, router]);

  return (
    <p role="status" className="flex items-center gap-2 text-xs text-ink-muted">
      <span aria-hidden className="size-2 rounded-full bg-accent motion-safe:animate-pulse" />
      {hasProjects ? 'Something arrived. Opening it…' : 'Waiting for the first data. This page moves on by itself.'}
    </p>
  );
}
