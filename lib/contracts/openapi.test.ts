import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { DataPlaneOperation } from './data-plane/operation';
import { OPERATIONS } from './data-plane/operations';
import { openApiDocument } from './openapi';

/** What every operation of the document is made of, as a reader of the served JSON sees it. */
interface Operation {
  operationId: string;
  deprecated?: boolean;
  security: object[];
  parameters?: { in: string; name: string; required?: boolean; schema: object }[];
  requestBody?: { content: Record<string, { schema: object }> };
  responses: Record<string, { content?: Record<string, { schema: unknown }> }>;
}

const document = JSON.parse(JSON.stringify(openApiDocument())) as {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
};
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);

/** Addresses as the folders of the App Router spell them: `[project]` is `{project}`. */
function routeFiles(): string[] {
  return readdirSync(new URL('../../app/api', import.meta.url), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('route.ts'))
    .map((file) => `/api/${file.replace(/\/?route\.ts$/, '').replace(/\[(\w+)\]/g, '{$1}')}`);
}

describe('the OpenAPI document', () => {
  test('describes every address of the JSON API except itself', () => {
    const described = Object.keys(document.paths).filter((path) => path.startsWith('/api/'));
    const exceptions = ['/api/openapi.json', '/api/[...path]'];
    expect(described.sort()).toEqual(
      routeFiles()
        .filter((path) => !exceptions.includes(path))
        .sort(),
    );
  });

  test.each(operations)(
    '$method $path declares its path parameters, its answer and its refusals',
    ({ path, operation }) => {
      const declared =
        operation.parameters?.filter((parameter) => parameter.in === 'path').map(({ name }) => name) ?? [];
      expect(declared).toEqual([...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]));
      const answers = Object.keys(operation.responses).filter((status) => status.startsWith('2'));
      expect(answers).not.toEqual([]);
      for (const status of answers) {
        const [content] = Object.values(operation.responses[status]?.content ?? {});
        const schema = content?.schema;
        if (status === '204') expect(schema).toBeUndefined();
        else expect(schema).toBeDefined();
      }
      const refusals = Object.keys(operation.responses).filter((status) => !answers.includes(status));
      expect(refusals).toContain('500');
      if (declared.length > 0) expect(refusals).toContain('404');
      for (const status of refusals) {
        expect(operation.responses[status]?.content?.['application/problem+json']?.schema).toBeDefined();
      }
    },
  );

  test.each(Object.entries<DataPlaneOperation>(OPERATIONS))(
    'describes %s of the data plane in every spelling, the later ones as deprecated',
    (id, { method, paths, status = 200 }) => {
      for (const [i, path] of paths.entries()) {
        const described = document.paths[`/v1${path}`]?.[method.toLowerCase()];
        expect(described?.operationId).toMatch(new RegExp(`^dataPlane_${id}(_\\d)?$`));
        expect(described?.deprecated ?? false).toBe(i > 0);
        expect(described?.responses).toHaveProperty(String(status));
      }
    },
  );

  test('asks for a key wherever one may be needed', () => {
    const open = operations.filter(({ operation }) => operation.security.length === 0);
    expect(open.map(({ path }) => path.split('/').slice(0, 3).join('/')).sort()).toEqual([
      '/api/health',
      '/api/sign-in',
      '/api/sign-out',
      ...Array(open.length - 3).fill('/api/snapshots'),
    ]);
    for (const { operation } of operations) {
      const isOpen = open.some((one) => one.operation === operation);
      if (!isOpen) expect(operation.responses).toMatchObject({ 401: {}, 403: {} });
    }
  });

  test.each(operations)('$method $path says what it takes', ({ operation }) => {
    for (const { name, schema } of operation.parameters ?? []) expect(schema, name).not.toEqual({});
    const body = operation.requestBody?.content['application/json']?.schema;
    if (operation.requestBody !== undefined) expect(Object.keys(body ?? {}), operation.operationId).not.toEqual([]);
  });

  test('has one name per operation', () => {
    const names = operations.map(({ operation }) => operation.operationId);
    expect(new Set(names).size).toBe(names.length);
  });

  test('lets a caller leave out what has a default', () => {
    const listRuns = operations.find(({ operation }) => operation.operationId === 'listRuns');
    const required = listRuns?.operation.parameters?.filter((parameter) => parameter.required).map(({ name }) => name);
    expect(required).toEqual(['project']);
  });

  test('refers to nothing that is not in it', () => {
    const text = JSON.stringify(document);
    for (const [, pointer] of text.matchAll(/"\$ref":"#\/([^"]+)"/g)) {
      const target = (pointer ?? '')
        .split('/')
        .reduce<unknown>((node, key) => (node as Record<string, unknown> | undefined)?.[key], document);
      expect(target, pointer).toBeDefined();
    }
  });
});
