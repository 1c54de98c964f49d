import type { ReactNode } from 'react';
import { ErrorState } from './error-state';
import { formatCounted } from './format-number';
import { LoadMore } from './load-more';
import { RowsSkeleton } from './rows-skeleton';
import { StaleNotice } from './stale-notice';

/** What a list shows of its infinite query. */
interface ListQuery {
  readonly error: Error | null;
  readonly dataUpdatedAt: number;
  readonly isPlaceholderData: boolean;
  readonly hasNextPage: boolean;
  readonly isFetchingNextPage: boolean;
  refetch(): unknown;
  fetchNextPage(): unknown;
}

interface PagedListProps {
  readonly list: ListQuery;
  /** Loaded rows; undefined before the first page is there. */
  readonly count: number | undefined;
  /** What one row is, e.g. `run`. */
  readonly noun: string;
  readonly empty: ReactNode;
  readonly skeleton?: ReactNode;
  /** The table of the loaded rows. */
  readonly children: ReactNode;
}

/** A list's body in each of its states: loading, failed, empty, and rows, greyed while the next answer is on its way. */
export function PagedList({ list, count, noun, empty, skeleton, children }: PagedListProps) {
  const retry = () => void list.refetch();
  if (count === undefined) {
    if (list.error === null) return skeleton ?? <RowsSkeleton label={`Loading the ${noun}s`} />;
    return <ErrorState title={`The ${noun}s could not be loaded`} detail={list.error.message} onRetry={retry} />;
  }
  return (
    <>
      {list.error !== null && <StaleNotice detail={list.error.message} since={list.dataUpdatedAt} onRetry={retry} />}
      {count === 0 ? (
        empty
      ) : (
        <div aria-busy={list.isPlaceholderData} className={list.isPlaceholderData ? 'opacity-60' : ''}>
          {children}
          <LoadMore
            shown={formatCounted(count, noun)}
            hasMore={list.hasNextPage}
            isLoading={list.isFetchingNextPage}
            onLoad={() => void list.fetchNextPage()}
          />
        </div>
      )}
    </>
  );
}
