import type { Span } from '../domain/span';
import type { OtlpEncoding } from '../otlp/otlp-encoding';
import { bodyOf, ENCODINGS, post } from './bodies';
import { expectAccepted } from './read-answer';
import { expectStored, type StoredSpan, whereVisible } from './stored';
import type { Target } from './target';

export const inEncodings = <T>(rows: readonly T[]) =>
  rows.flatMap((row) => ENCODINGS.map((encoding) => ({ row, encoding })));

/** Sends the span in this encoding, and looks at what is stored where that is possible. */
export async function expectKept(
  target: Target,
  encoding: OtlpEncoding,
  span: Span,
  look: (stored: StoredSpan) => void = () => undefined,
) {
  expectAccepted(await post(target, encoding, bodyOf(encoding, span)), encoding);
  await whereVisible(target, async () => look(await expectStored(target, span)));
}
