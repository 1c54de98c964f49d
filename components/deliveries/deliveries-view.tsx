'use client';

import { X } from 'lucide-react';
import Link from 'next/link';
import { useQueryStates } from 'nuqs';
import { Button } from '@/components/ui/button';
import { CopyableId } from '@/components/ui/copyable-id';
import { runPath, sessionPath } from '@/lib/query/paths';
import { DeliveryList } from './delivery-list';
import { aboutOf, deliveryParams } from './delivery-params';

/** Every request of a project, or those that concern the session or run that the address names. */
export function DeliveriesView({ project }: { readonly project: string }) {
  const [{ show, ...asked }, setParams] = useQueryStates(deliveryParams, { history: 'push' });
  const about = aboutOf(asked);
  const place = placeOf(project, about);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
      {place !== null && (
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
          <span className="flex min-w-0 items-center gap-1.5">
            <span className="shrink-0">
              Of the{' '}
              <Link href={place.href} className="link">
                {place.what}
              </Link>
            </span>
            <CopyableId id={place.id} what={`${place.what} id`} />
          </span>
          <Button size="sm" onClick={() => void setParams({ session: null, run: null })}>
            All of the project
            <X aria-hidden />
          </Button>
        </div>
      )}
      <DeliveryList
        project={project}
        about={about}
        show={show}
        onShow={(next) => void setParams({ show: next })}
        isMoving
        note={
          place === null
            ? 'Exports and calls of clients. A request that was refused before its project was known belongs to none and is not listed.'
            : `Exports that brought spans of this ${place.what}, and calls about it. Counts are of whole requests, which may hold other spans, too. A refused export names no ${place.what}: look among all of the project.`
        }
      />
    </div>
  );
}

function placeOf(project: string, { session, run }: ReturnType<typeof aboutOf>) {
  if (session !== undefined) return { what: 'session', id: session, href: sessionPath(project, session) };
  return run === undefined ? null : { what: 'run', id: run, href: runPath(project, run) };
}
