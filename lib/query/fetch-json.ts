import type { Problem } from '../contracts/common';

/** A refusal of the API, or an answer that is none; the message says what to do next and may be shown. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  /** HTTP status; 0 when there was no answer at all. */
  readonly status: number;
  constructor(status: number, message: string, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
  }
}

const NO_CONTENT = 204;

/**
 * The JSON of an API address; undefined for an answer without a body. The type is the caller's word: answers come from our own server, whose tests hold it to
 * the contract, so the browser need not load the schemas.
 * @throws ApiError for every answer that is not 2xx, with the detail of its problem document.
 */
export async function fetchJson<T>(path: string, init: RequestInit = {}): Promise<T> {
  const response = await fetchAnswer(path, { ...init, headers: { accept: 'application/json', ...init.headers } });
  return (response.status === NO_CONTENT ? undefined : await response.json()) as T;
}

/** The text of an API address that answers with no JSON. @throws ApiError as {@link fetchJson} does. */
export async function fetchText(path: string): Promise<string> {
  return (await fetchAnswer(path, {})).text();
}

async function fetchAnswer(path: string, init: RequestInit): Promise<Response> {
  const response = await fetch(path, init).catch((cause: unknown) => {
    if (init.signal?.aborted) throw cause;
    throw new ApiError(0, 'The server does not answer. Check that it is still running.', { cause });
  });
  if (!response.ok) throw new ApiError(response.status, await readDetail(response));
  return response;
}

async function readDetail(response: Response): Promise<string> {
  const problem = (await response.json().catch(() => null)) as Partial<Problem> | null;
  return problem?.detail || problem?.title || `The server answered ${response.status} without a reason.`;
}
