import type { z } from 'zod';
import type { KeyScope } from '../../domain/api-key';

/** One call of the HoneyHive data-plane API: what is routed, parsed, permitted and documented comes from here. */
export interface DataPlaneOperation {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Without prefix, parameters in braces; the current spelling first, then legacy ones. Each is served with and without `/v1`. */
  readonly paths: readonly [string, ...string[]];
  readonly summary: string;
  /** What a key must be allowed to make the call. */
  readonly scope: KeyScope;
  readonly path?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  readonly answer: z.ZodType;
  /** Status of success; 200 unless told. */
  readonly status?: 201;
}

type Parsed<S> = S extends z.ZodType ? z.output<S> : Readonly<Record<never, never>>;

/** The parsed parts of a request to an operation; those that it does not have are empty objects. */
export interface OperationInput<O extends DataPlaneOperation> {
  readonly path: Parsed<O['path']>;
  readonly query: Parsed<O['query']>;
  readonly body: Parsed<O['body']>;
}

/** Keeps the schemas' own types, which a plain annotation would forget. */
export function operation<const O extends DataPlaneOperation>(described: O): O {
  return described;
}
