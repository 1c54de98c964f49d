import type { z } from 'zod';
import type { ZodOpenApiOperationObject, ZodOpenApiResponsesObject } from 'zod-openapi';
import { problemSchema } from '../common';

const PROBLEMS = {
  400: 'The request can not be understood; `detail` names the parameter or member.',
  401: 'The server has keys, and the request brought none that works.',
  403: 'The key may not do this, or is of another project.',
  404: 'Never received, deleted, or in another project; `detail` says which.',
  409: 'New spans keep arriving for it, some of it is being deleted, or its id is taken; `detail` says which.',
  410: 'Expired, revoked, or deleted with the data it showed; `detail` says which.',
  413: 'The body is too large.',
  415: 'The body is not plain JSON.',
  500: 'A defect of the server, which logs it.',
  501: 'HoneyHive does this and this server does not; `detail` says why.',
  503: 'The database can not be written now.',
} as const;
export type ProblemStatus = keyof typeof PROBLEMS;

/** A key is asked for only once the server has some. */
export const WITH_KEY = [{ bearer: [] }, {}];

interface Operation {
  readonly id: string;
  readonly summary: string;
  /** Without one the answer is 204, which says nothing. */
  readonly answer?: z.ZodType;
  /** Media type of an answer that is no JSON. */
  readonly media?: string;
  /** The answer 202, when the work is not done yet. */
  readonly unfinished?: z.ZodType;
  readonly path?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  readonly problems: readonly ProblemStatus[];
  /** Needs no key. */
  readonly isOpen?: true;
}

/** One operation of the JSON API. */
export function describeOperation(operation: Operation): ZodOpenApiOperationObject {
  const { id, summary, answer, media = 'application/json', unfinished, problems, isOpen } = operation;
  return {
    operationId: id,
    summary,
    tags: ['JSON API'],
    security: isOpen ? [] : WITH_KEY,
    ...describeRequest(operation),
    responses: {
      ...(answer === undefined
        ? { '204': { description: 'Done.' } }
        : { '200': { description: 'The answer.', content: { [media]: { schema: answer } } } }),
      ...(unfinished && {
        '202': {
          description: 'Begun, and not done yet: send the request again to go on.',
          content: { 'application/json': { schema: unfinished } },
        },
      }),
      ...describeProblems([...problems, ...(isOpen ? [] : ([401, 403] as const)), 500]),
    },
  };
}

/** Path, query and body of a request. */
export function describeRequest({
  path,
  query,
  body,
}: Pick<Operation, 'path' | 'query' | 'body'>): Partial<ZodOpenApiOperationObject> {
  return {
    requestParams: { ...(path && { path }), ...(query && { query }) },
    ...(body && { requestBody: { required: true, content: { 'application/json': { schema: body } } } }),
  };
}

/** The refusals with these statuses, each an RFC 9457 document. */
export function describeProblems(statuses: readonly ProblemStatus[]): ZodOpenApiResponsesObject {
  const responses = statuses.map((status) => [
    String(status),
    { description: PROBLEMS[status], content: { 'application/problem+json': { schema: problemSchema } } },
  ]);
  return Object.fromEntries(responses);
}
