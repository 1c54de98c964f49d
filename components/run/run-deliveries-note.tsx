import Link from 'next/link';
import { deliveriesPath } from '@/lib/query/paths';

/** What the list of a run's requests holds and what it can not hold. */
export function RunDeliveriesNote({ project }: { readonly project: string }) {
  return (
    <>
      Exports that brought spans of this run’s sessions, and calls about them or the run. Counts are of whole requests,
      which may hold spans of other runs, too. A refused export names no run: look among{' '}
      <Link href={deliveriesPath(project, { show: 'refused' })} className="link">
        all that was refused in the project
      </Link>
      .
    </>
  );
}
