import 'server-only';
import type { Problem } from '../contracts/common';
import { type ErrorCode, isAppError } from '../domain/errors';

/** HTTP status and title of every refusal. */
const ANSWERS: Readonly<Record<ErrorCode, readonly [status: number, title: string]>> = {
  'invalid-request': [400, 'Bad Request'],
  unauthenticated: [401, 'Unauthorized'],
  forbidden: [403, 'Forbidden'],
  'not-found': [404, 'Not Found'],
  'method-not-allowed': [405, 'Method Not Allowed'],
  gone: [410, 'Gone'],
  conflict: [409, 'Conflict'],
  'too-large': [413, 'Content Too Large'],
  'unsupported-media-type': [415, 'Unsupported Media Type'],
  'unsupported-encoding': [415, 'Unsupported Media Type'],
  'not-served': [501, 'Not Implemented'],
  overloaded: [429, 'Too Many Requests'],
  unavailable: [503, 'Service Unavailable'],
};

/** The RFC 9457 document for whatever was thrown. Only an AppError's text is shown: others may hold secrets. */
export function problemOf(error: unknown): Problem {
  if (!isAppError(error)) {
    const detail = 'Something went wrong here. The log of the server says what.';
    return { type: 'about:blank', title: 'Internal Server Error', status: 500, detail };
  }
  const [status, title] = ANSWERS[error.code];
  return { type: 'about:blank', title, status, detail: error.message };
}

export function problemResponse(error: unknown): Response {
  const problem = problemOf(error);
  return new Response(JSON.stringify(problem), {
    status: problem.status,
    headers: {
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      ...(problem.status === 401 && { 'www-authenticate': 'Bearer' }),
    },
  });
}
