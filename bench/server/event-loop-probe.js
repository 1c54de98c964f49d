/** Preloaded into the measured server: tells over the process channel how late the main thread's event loop was. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { isMainThread } from 'node:worker_threads';

const RESOLUTION_MS = 5;

if (isMainThread && process.send !== undefined) {
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  histogram.enable();
  const late = (nanoseconds) => Math.max(0, nanoseconds / 1e6 - RESOLUTION_MS);
  process.on('message', (message) => {
    if (message !== 'event-loop-delay') return;
    process.send({
      p50: late(histogram.percentile(50)),
      p99: late(histogram.percentile(99)),
      max: late(histogram.max),
    });
    histogram.reset();
  });
  // The server of a benchmark that was stopped would go on for ever.
  process.on('disconnect', () => process.exit());
  process.channel.unref();
}
