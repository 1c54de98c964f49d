import type { DecodedTraces, ReceivedSpan, RejectedSpan, Span } from '../domain/span';

/** What is tolerated, in the words the client is told. None of them holds client data. */
export const TOLERATED = {
  enumName: 'enum names instead of numbers',
  unknownEnumName: 'unknown enum names, read as 0',
  snakeCase: 'snake_case names instead of lowerCamelCase',
  legacyScopes: 'instrumentationLibrarySpans instead of scopeSpans',
  longParts: '64-bit integers as {"low", "high"} instead of text',
  valueWrapper: 'attribute values inside "Value", named in PascalCase',
  severalValues: 'attribute values with several kinds set, the last one kept',
  unknownValue: 'attribute values of an unknown kind, read as empty',
  notAnInt64: 'intValue that is not a 64-bit integer, read as a double',
  stringIndex: 'references to a string table, which traces do not have, read as empty',
  invalidUtf8: 'strings that are not UTF-8, read with replacement characters',
  otherSignals: 'logs, metrics or profiles beside the traces, ignored',
} as const;

export type Tolerated = keyof typeof TOLERATED;

/** Gathers the spans of one request in document order; every span, kept or not, has its place in the count. */
export class TracesCollector {
  readonly #spans: ReceivedSpan[] = [];
  readonly #rejected: RejectedSpan[] = [];
  readonly #tolerated = new Map<Tolerated, number>();
  #ordinal = 0;

  keep(span: Span): void {
    this.#spans.push({ ordinal: this.#ordinal++, span });
  }

  /** @param reason for people; must not repeat anything the client sent. */
  reject(reason: string): void {
    this.#rejected.push({ ordinal: this.#ordinal++, reason });
  }

  tolerate(what: Tolerated): void {
    this.#tolerated.set(what, (this.#tolerated.get(what) ?? 0) + 1);
  }

  result(): DecodedTraces {
    const warnings = [...this.#tolerated].map(([what, times]) => `${TOLERATED[what]} (${times} times)`);
    return { spans: this.#spans, rejected: this.#rejected, warnings };
  }
}
