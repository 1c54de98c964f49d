import { Skeleton } from '@/components/ui/skeleton';

const ROWS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

/** Rows of the runs table while it loads, with the widths it will have. */
export function RunTableSkeleton() {
  return (
    <div role="status" className="divide-y divide-line">
      <span className="sr-only">Loading the runs</span>
      <div className="h-9" />
      {ROWS.map((row) => (
        <div key={row} className="flex h-14 items-center gap-6 px-4">
          <Skeleton className="w-4" />
          <Skeleton className="hidden w-24 sm:block" />
          <span className="grow">
            <Skeleton className="w-48 max-w-full" />
            <Skeleton className="mt-1.5 h-2.5 w-32" />
          </span>
          <Skeleton className="hidden w-16 md:block" />
          <Skeleton className="hidden w-10 md:block" />
          <Skeleton className="hidden w-24 lg:block" />
          <Skeleton className="hidden w-24 lg:block" />
          <Skeleton className="hidden w-24 lg:block" />
          <Skeleton className="hidden w-36 xl:block" />
        </div>
      ))}
    </div>
  );
}
