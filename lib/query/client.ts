import { defaultShouldDehydrateQuery, environmentManager, QueryClient } from '@tanstack/react-query';
import { ApiError } from './fetch-json';

const RETRIES = 2;

function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // Above zero, so that the browser does not ask at once again for what the page came with.
        staleTime: 5_000,
        // A refusal stays a refusal; only a server that is away or in trouble is worth another try.
        retry: (failures, error) => !isRefusal(error) && failures < RETRIES,
      },
      dehydrate: {
        // Pending ones too: a page may be streamed before its data is there.
        shouldDehydrateQuery: (query) => defaultShouldDehydrateQuery(query) || query.state.status === 'pending',
      },
    },
  });
}

function isRefusal(error: Error): boolean {
  return error instanceof ApiError && error.status >= 400 && error.status < 500;
}

let browserClient: QueryClient | undefined;

/** A new client on the server (requests must not share data), always the same one in a browser. */
export function getQueryClient(): QueryClient {
  if (environmentManager.isServer()) return makeQueryClient();
  browserClient ??= makeQueryClient();
  return browserClient;
}
