import { z } from 'zod';
import type { ZodOpenApiPathsObject } from 'zod-openapi';
import {
  accessKeyCreateSchema,
  accessKeyListQuerySchema,
  accessKeyListSchema,
  newAccessKeySchema,
  signInSchema,
} from '../keys';
import { describeOperation } from './describe-operation';
import { key, project } from './path-parameters';

export const KEYS_PATHS: ZodOpenApiPathsObject = {
  '/api/projects/{project}/access-keys': {
    get: describeOperation({
      id: 'listAccessKeys',
      summary: 'Keys of a project, newest first; never their texts.',
      path: z.object({ project }),
      query: accessKeyListQuerySchema,
      answer: accessKeyListSchema,
      problems: [400, 404],
    }),
    post: describeOperation({
      id: 'createAccessKey',
      summary:
        'Make a key. Its text is told only here. The first of a server needs the scope admin and signs its maker in.',
      path: z.object({ project }),
      body: accessKeyCreateSchema,
      answer: newAccessKeySchema,
      problems: [400, 404, 413, 415, 503],
    }),
  },
  '/api/projects/{project}/access-keys/{key}': {
    delete: describeOperation({
      id: 'revokeAccessKey',
      summary: 'Revoke a key for good.',
      path: z.object({ project, key }),
      problems: [404, 503],
    }),
  },
  '/api/sign-in': {
    post: describeOperation({
      id: 'signIn',
      summary: 'Keep a key in a cookie of this browser.',
      body: signInSchema,
      problems: [400, 401, 403, 413, 415],
      isOpen: true,
    }),
  },
  '/api/sign-out': {
    post: describeOperation({
      id: 'signOut',
      summary: 'Forget the key of this browser.',
      problems: [403],
      isOpen: true,
    }),
  },
};
