import { Buffer } from 'node:buffer';
import { z } from 'zod';
import { AppError } from '../domain/errors';
import type { ListOrder } from './list-orders';

/** Where a page ended: the sort value and the id of its last item. */
export interface CursorPosition {
  /** Integers as decimal text. */
  readonly value: string;
  readonly id: string;
}

const cursorSchema = z.tuple([z.string(), z.string(), z.string()]);

export function encodeCursor(sort: string, position: CursorPosition): string {
  return Buffer.from(JSON.stringify([sort, position.value, position.id])).toString('base64url');
}

/**
 * @param order says whether the sort value and the id must be integers.
 * @throws AppError `invalid-request` when it is not a cursor of a list with this sort.
 */
export function decodeCursor(
  cursor: string,
  sort: string,
  { numeric, numericId }: Pick<ListOrder<string>, 'numeric' | 'numericId'>,
): CursorPosition {
  const refusal = new AppError('invalid-request', 'This cursor belongs to another list; start again without it.');
  let json: unknown;
  try {
    json = JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    throw refusal;
  }
  const parsed = cursorSchema.safeParse(json);
  if (!parsed.success) throw refusal;
  const [sentSort, value, id] = parsed.data;
  if (sentSort !== sort || (numeric && !isInt64(value)) || (numericId === true && !isInt64(id))) throw refusal;
  return { value, id };
}

function isInt64(text: string): boolean {
  return /^-?\d{1,19}$/.test(text) && BigInt.asIntN(64, BigInt(text)) === BigInt(text);
}
