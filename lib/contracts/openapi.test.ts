import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { openApiDocument } from './openapi';

/** What every operation of the document is made of, as a reader of the served JSON sees it. */
interface Operation {
  operationId: string;
  parameters?: { in: string; name: string; required?: boolean }[];
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
  test('describes every address of the API except itself', () => {
    const described = Object.keys(document.paths);
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
