'use client';

import { useParams } from 'next/navigation';
import { idOfSegment, runsPath, sessionsPath } from '@/lib/query/paths';
import { NotFoundNotice } from './not-found-notice';

/** Inside a known project: something else of the address is unknown. */
export function ProjectNotFound() {
  const { project } = useParams<{ project: string }>();
  const name = idOfSegment(project);
  return (
    <NotFoundNotice
      links={[
        { label: 'Runs', href: runsPath(name) },
        { label: 'Sessions', href: sessionsPath(name) },
      ]}
    />
  );
}
