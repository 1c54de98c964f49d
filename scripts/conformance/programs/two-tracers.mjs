// Two tracers in one process: spans, sessions and sources must not mix.
import { newTracer, report } from './client.mjs';

const first = await newTracer('first tracer', { source: 'first source' });
const second = await newTracer('second tracer', { source: 'second source' });

first.traceChain(() => first.traceTool(() => 1, { eventName: 'first_inner' })(), { eventName: 'first_outer' })();
second.traceTool(() => 2, { eventName: 'second_alone' })();
second.traceChain(() => first.traceTool(() => 1, { eventName: 'first_inner' })(), { eventName: 'second_outer' })();
await report({ firstSession: first.sessionId, secondSession: second.sessionId });
