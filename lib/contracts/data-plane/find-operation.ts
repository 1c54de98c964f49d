import type { DataPlaneOperation } from './operation';
import { OPERATIONS, type OperationId } from './operations';

interface Route {
  readonly id: OperationId;
  readonly operation: DataPlaneOperation;
  readonly segments: readonly string[];
}

export interface FoundOperation {
  readonly id: OperationId;
  readonly operation: DataPlaneOperation;
  /** Raw values of the parameters in the path. */
  readonly parameters: Readonly<Record<string, string>>;
}

const isParameter = (segment: string) => segment.startsWith('{');

/** Of paths that fit alike the one with the earlier literal comes first: `/runs/schema` before `/runs/{run_id}`. */
const ROUTES: readonly Route[] = Object.entries<DataPlaneOperation>(OPERATIONS)
  .flatMap(([id, operation]) =>
    operation.paths.map((path) => ({ id: id as OperationId, operation, segments: path.slice(1).split('/') })),
  )
  .sort((a, b) => (shape(a) < shape(b) ? -1 : 1));

function shape({ segments }: Route): string {
  return segments.map((segment) => (isParameter(segment) ? '1' : '0')).join('');
}

/**
 * The operation a request asks for.
 * @param path segments after the prefix, decoded
 * @returns the methods that the path takes where it takes others only; empty when it is unknown
 */
export function findOperation(method: string, path: readonly string[]): FoundOperation | readonly string[] {
  const fitting = ROUTES.filter(
    ({ segments }) =>
      segments.length === path.length && segments.every((segment, i) => isParameter(segment) || segment === path[i]),
  );
  const route = fitting.find(({ operation }) => operation.method === method);
  if (route === undefined) return [...new Set(fitting.map(({ operation }) => operation.method))];
  const { id, operation, segments } = route;
  const parameters = segments.flatMap((segment, i) => (isParameter(segment) ? [[segment.slice(1, -1), path[i]]] : []));
  return { id, operation, parameters: Object.fromEntries(parameters) };
}
