import { AppError } from '../domain/errors';

/** How deep arrays and key-value lists may be nested in each other; protobuf's own limit for messages. */
export const MAX_VALUE_DEPTH = 100;

/** @throws AppError `invalid-request` for a list that lies too deep in other lists; the outermost has depth 1. */
export function checkValueDepth(depth: number): void {
  if (depth > MAX_VALUE_DEPTH) {
    throw new AppError('invalid-request', `Attribute values may be nested ${MAX_VALUE_DEPTH} levels deep.`);
  }
}
