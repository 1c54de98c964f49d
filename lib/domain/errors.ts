/** Every way a request can be refused. The HTTP status of each is in lib/http/problem.ts. */
export type ErrorCode =
  | 'invalid-request'
  /** There are keys, and the request was made with none of them. */
  | 'unauthenticated'
  /** The key may not do this. */
  | 'forbidden'
  | 'not-found'
  /** It was there and is not any more, and will not come back. */
  | 'gone'
  | 'unsupported-media-type'
  | 'unsupported-encoding'
  | 'method-not-allowed'
  /** Upstream offers it and this server never will. */
  | 'not-served'
  | 'too-large'
  | 'conflict'
  /** There is too much to do just now: the caller is asked to come again soon. */
  | 'overloaded'
  /** Something that passes is in the way, such as a full disk. */
  | 'unavailable';

/**
 * A refusal whose message may be shown to the caller. Recognise it by {@link isAppError}, not `instanceof`: the web
 * server and the pages are separate bundles with a class object each.
 */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

export function isAppError(error: unknown): error is AppError {
  return error instanceof Error && error.name === 'AppError' && 'code' in error;
}
