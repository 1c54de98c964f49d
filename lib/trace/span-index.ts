/** A map by trace id and span id, without a joined string per span. */
export class SpanIndex {
  readonly #traces = new Map<string, Map<string, number>>();

  get(traceId: string, spanId: string): number | undefined {
    return this.#traces.get(traceId)?.get(spanId);
  }

  /** Keeps what is there. */
  setFirst(traceId: string, spanId: string, node: number): void {
    const trace = this.#traces.get(traceId);
    if (trace === undefined) this.#traces.set(traceId, new Map([[spanId, node]]));
    else if (!trace.has(spanId)) trace.set(spanId, node);
  }
}
