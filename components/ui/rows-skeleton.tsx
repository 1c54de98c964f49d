import { Skeleton } from './skeleton';

const ROWS = ['a', 'b', 'c', 'd', 'e', 'f'];

/** Stand-ins for table rows. */
export function RowsSkeleton({ label }: { readonly label: string }) {
  return (
    <div role="status" className="divide-y divide-line">
      <span className="sr-only">{label}</span>
      {ROWS.map((row) => (
        <div key={row} className="flex h-12 items-center gap-6 px-4">
          <Skeleton className="w-40" />
          <Skeleton className="hidden grow md:block" />
          <Skeleton className="hidden w-24 lg:block" />
          <Skeleton className="hidden w-24 lg:block" />
          <Skeleton className="ml-auto w-12" />
        </div>
      ))}
    </div>
  );
}
