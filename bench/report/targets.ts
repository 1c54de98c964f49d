/** What docs/benchmarks.md promises, for two cores that the sender shares with the server. */
export const TARGETS = {
  spansPerSecond: 40_000,
  jsonSpansPerSecond: 25_000,
  oneSpanRequestsPerSecond: 8_000,
  loopDelayMs: 20,
  pagesWhileIngestingMs: 50,
  rssMegabytes: 600,
  visibleMs: 50,
  ackMs: 75,
  firstRowMs: new Map([
    [1_000, 500],
    [10_000, 1_000],
    [100_000, 2_500],
  ]),
  /** A sixtieth of a second, and what clocks round. */
  frameMs: 17,
  mountedRows: 60,
  auditMs: new Map([[100_000, 1_000]]),
  runsListMs: 100,
  runPageMs: 200,
  compareMs: 2_000,
} as const;
