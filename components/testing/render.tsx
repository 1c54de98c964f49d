import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render } from '@testing-library/react';
import { NuqsTestingAdapter, type UrlUpdateEvent } from 'nuqs/adapters/testing';
import type { ReactNode } from 'react';

/**
 * Renders a client component the way the pages do: with queries (no retries) and the address.
 * @param search the query string the page is opened with
 * @returns what Testing Library returns, and the query strings the component has written, oldest first
 */
export function renderPage(page: ReactNode, search = '') {
  const written: string[] = [];
  const client = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: 60_000 } } });
  const view = render(
    <QueryClientProvider client={client}>
      <NuqsTestingAdapter
        searchParams={search}
        hasMemory
        onUrlUpdate={({ queryString }: UrlUpdateEvent) => written.push(queryString)}
      >
        {page}
      </NuqsTestingAdapter>
    </QueryClientProvider>,
  );
  return { ...view, client, written };
}

/** Answers `fetch` by path; a path that is not there is answered 404 with a problem document. */
export function answerFetch(answers: Readonly<Record<string, (url: URL) => Response | Promise<Response>>>) {
  return async (input: string | URL | Request): Promise<Response> => {
    const url = new URL(String(input instanceof Request ? input.url : input), 'http://localhost');
    const answer = new Map(Object.entries(answers)).get(url.pathname);
    return (
      answer?.(url) ?? Response.json({ title: 'Not found', detail: `No answer for ${url.pathname}` }, { status: 404 })
    );
  };
}
