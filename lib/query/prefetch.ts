import type { DataTag, InfiniteData, QueryClient, QueryKey } from '@tanstack/react-query';

/**
 * Answers a page's query on the server from a service instead of over HTTP, and hands the data to the page as well.
 * A refusal reaches the page, which can say "not found" with the right status.
 */
export async function prefetch<T>(
  client: QueryClient,
  options: { readonly queryKey: DataTag<QueryKey, T, Error> },
  load: () => Promise<NoInfer<T>>,
): Promise<T> {
  const data = await load();
  client.setQueryData(options.queryKey as QueryKey, data);
  return data;
}

/** The same for the first page of a list. */
export async function prefetchFirstPage<T>(
  client: QueryClient,
  options: { readonly queryKey: DataTag<QueryKey, InfiniteData<T>, Error> },
  load: () => Promise<NoInfer<T>>,
): Promise<T> {
  const page = await load();
  client.setQueryData(options.queryKey as QueryKey, { pages: [page], pageParams: [null] });
  return page;
}
