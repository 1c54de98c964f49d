import { setTimeout as sleep } from 'node:timers/promises';
import { SpanStatusCode } from '@opentelemetry/api';
import { apiPaths, sessionPath } from '../lib/query/paths';
import {
  type Assertion,
  asserts,
  CONTEXT_LOST,
  expectedOutcomes,
  inMetadata,
  outcomesOf,
} from './first-report/assertion';
import { BackendVerificationError, exportEvents, verifyBackendEvent } from './first-report/backend-verification';
import { ENCODINGS, type Encoding } from './first-report/otlp-as-python-sends-it';
import { enrichSpan, type PythonTracer } from './first-report/python-tracer';
import { exactTimes, OPERATIONS, RUNS, regressionOf, THRESHOLD_PERCENT } from './first-report/timing';
import { COMPREHENSIVE, EVENT_LIKE, FLAT_TYPES, HIGH_CARDINALITY, LIFECYCLE } from './first-report/upstream-attributes';
import {
  contextInMetadata,
  expectOutcomes,
  hasInputs,
  rootFields,
  SOURCE,
  startTracer,
  verifyTracerSpan,
} from './first-report/verify-tracer-span';
import { expect, test } from './fixtures';

/**
 * The nine tests of the first report, "Backend Attribute Mapping Errors (Staging)", as they were when it was written:
 * what each creates, its assertions, and which of them fail when the project's ingestion uses the table `staging`. The
 * contract is always `preserve`. docs/first-report.md tells the causes.
 */

const TABLES = ['preserve', 'staging'] as const;
const ENCODING_NAMES = Object.keys(ENCODINGS) as Encoding[];

const LLM_LOST = {
  state: 'partial',
  staging: 'llm.* → config.*',
  preserve: 'llm.* → config.* and metadata.llm.*',
} as const;

for (const table of TABLES) {
  test(`case 1: test_error_spans_backend_verification, ${table}`, async ({ page, server }) => {
    const tracer = await startTracer(server.origin, table);
    const name = `error_test__${crypto.randomUUID()}`;
    const message = 'Intentional test error for backend verification';
    const fails = () =>
      tracer.traced({ name, eventType: 'tool' }, (span) => {
        const test = { unique_id: name, error_verification: 'true', expected_error: 'ValueError' };
        enrichSpan(span, { metadata: { test, test_input: 'error_scenario' } });
        throw Object.assign(new Error(message), { name: 'ValueError' });
      });
    expect(fails).toThrow(message);
    await tracer.flush();

    const { sessionId } = tracer;
    const event = await verifyBackendEvent(server.origin, { sessionId, uniqueId: null, name: `${name}_error` });
    await expectOutcomes(page, table, event, [
      ...rootFields(tracer),
      asserts('text in error', ({ error }) => error?.includes('Intentional test error') === true),
      inMetadata('honeyhive_error_type', 'ValueError'),
      inMetadata('honeyhive_error', message, {
        state: 'partial',
        staging: 'honeyhive_error → error',
        preserve: 'honeyhive_error → error and metadata.honeyhive_error',
      }),
      asserts('duration > 0', ({ duration }) => duration !== null && duration > 0),
      asserts('start_time and end_time', ({ start_time, end_time }) => start_time > 0 && end_time !== null),
    ]);
    expect(event.error).toBe(table === 'staging' ? `ValueError: ${message}` : message);
    // The enrichment of the raising function is on the other span, which is where upstream did not look for it.
    const raising = await verifyBackendEvent(server.origin, { sessionId, uniqueId: name, name });
    expect(raising).toMatchObject({ event_name: name, metadata: { test_input: 'error_scenario' } });
  });

  for (const encoding of ENCODING_NAMES) {
    test(`case 2: test_high_cardinality_attributes_backend_verification, ${table}, ${encoding}`, async ({
      page,
      server,
    }) => {
      const tracer = await startTracer(server.origin, table, { encoding });
      const name = `cardinality_test__${crypto.randomUUID()}`;
      const event = await verifyTracerSpan(tracer, name, HIGH_CARDINALITY);
      await expectOutcomes(page, table, event, [
        ...rootFields(tracer),
        inMetadata('honeyhive.project', tracer.settings.project, CONTEXT_LOST.project),
        ...Object.entries(FLAT_TYPES).map(([key, value]) => inMetadata(key, value)),
        inMetadata('attr.large_int', 9223372036854775807n),
        asserts(
          'at least 10 dynamic.attr_',
          ({ metadata }) => Object.keys(metadata).filter((key) => key.startsWith('dynamic.attr_')).length >= 10,
        ),
        inMetadata('llm.request.model', 'gpt-4', LLM_LOST),
        inMetadata('llm.response.tokens.total', 300, LLM_LOST),
      ]);
    });
  }

  for (const isStarted of [false, true]) {
    const kind = isStarted ? 'a started session' : 'a session nobody started';
    test(`case 3: test_otlp_export_with_backend_verification, ${table}, ${kind}`, async ({ page, server }) => {
      const tracer = await startTracer(server.origin, table);
      const { project, source } = tracer.settings;
      const started = isStarted ? await startTracer(server.origin, table) : null;
      const sessionId = started?.sessionId ?? `test_session__${crypto.randomUUID()}`;
      const uniqueId = crypto.randomUUID();
      const event = await verifyTracerSpan(tracer, `otlp_backend_verification__${uniqueId}`, {
        'test.verification_type': 'backend_verification',
        'test.unique_id': uniqueId,
        'honeyhive.session_id': sessionId,
        'honeyhive.project': project,
        'honeyhive.source': source,
        'verification.type': 'otlp_export',
        'verification.result': 'export_completed',
        'verification.duration_ms': 100,
      });
      await expectOutcomes(page, table, event, [
        asserts('session_id', ({ session_id }) => session_id === sessionId),
        inMetadata('test.verification_type', 'backend_verification'),
        inMetadata('test.unique_id', uniqueId),
        inMetadata('honeyhive.session_id', sessionId, CONTEXT_LOST.session),
        ...contextInMetadata(tracer.settings),
      ]);
      const session = await (await fetch(`${server.origin}${apiPaths.session(project, sessionId)}`)).json();
      expect(session).toMatchObject({ declared: isStarted, spans: [{ spanId: event.metadata.span_id }] });
      await expect(page.getByRole('treegrid').getByText('never started')).toHaveCount(isStarted ? 0 : 1);
    });
  }

  test(`case 4, storage half: test_performance_regression_detection, ${table}`, async ({ page, server }) => {
    const tracer = await startTracer(server.origin, table);
    const regressions = Object.fromEntries(
      OPERATIONS.map((operation) => [
        operation.name,
        regressionOf(operation, exactTimes(operation), THRESHOLD_PERCENT.isolation),
      ]),
    );
    const byOperation = Object.entries(regressions).flatMap(([name, regression]) =>
      Object.entries(regression).map(([member, value]) => [`regression.${name}.${member}`, value]),
    );
    const event = await verifyTracerSpan(tracer, `regression_detection_${crypto.randomUUID()}_summary`, {
      'test.regression_type': 'regression_detection',
      'honeyhive.source': SOURCE,
      'regression.total_operations': OPERATIONS.length,
      'regression.threshold_percent': THRESHOLD_PERCENT.isolation,
      'regression.runs_per_operation': RUNS,
      'regression.results_json': JSON.stringify(regressions),
      'events.automated_detection': true,
      ...Object.fromEntries(byOperation),
    });
    expect(event.metadata['test.regression_type']).toBe('regression_detection');
    const exported = JSON.parse(String(event.metadata['regression.results_json']));
    expect(Object.keys(exported)).toHaveLength(3);
    expect(exported).toEqual(regressions);
    await page.goto(sessionPath(event.project_id, event.session_id));
    await expect(page.getByRole('treegrid').getByText(event.event_name)).toBeVisible();
  });

  test(`case 5, storage half: test_tracing_minimal_overhead_integration, ${table}`, async ({ server }) => {
    const tracer = await startTracer(server.origin, table, { batch: true });
    const calls = 1 + 100;
    for (let call = 0; call < calls; call++) {
      tracer.traced({ name: 'performance_function', eventType: 'tool' }, () => call + 0.5);
    }
    // What the clock of the test sees ends here: the server was not part of it.
    expect(tracer.requests).toBe(0);
    await tracer.flush();

    const events = await exportEvents(server.origin, 'session_id', tracer.sessionId);
    const spans = events.filter(({ event_type }) => event_type !== 'session');
    expect(spans).toHaveLength(calls);
    const results = spans.map(({ outputs }) => (outputs as { result: number }).result);
    expect(results.toSorted((a, b) => a - b)).toEqual(Array.from({ length: calls }, (_, call) => call + 0.5));
    for (const span of spans) {
      expect(span).toMatchObject({ event_name: 'performance_function', event_type: 'tool', source: SOURCE });
      expect(span.metadata.honeyhive_duration_ms).toEqual(expect.any(Number));
      expect(span.duration).toEqual(expect.any(Number));
    }
  });

  test(`case 6: test_multi_instance_attribute_isolation, ${table}`, async ({ server }) => {
    const id = crypto.randomUUID();
    const verify = async (number: 1 | 2, eventType: 'tool' | 'chain', tracer: PythonTracer) => {
      const name = `tracer${number}_event_${id}`;
      const uniqueId = `${id}_tracer${number}`;
      tracer.traced({ name, eventType }, (span) => {
        enrichSpan(span, {
          inputs: { tracer: `tracer${number}` },
          metadata: { test: { tracer: String(number), unique_id: uniqueId } },
        });
        return { tracer: String(number) };
      });
      await tracer.flush();
      return verifyBackendEvent(server.origin, { sessionId: tracer.sessionId, uniqueId, name });
    };
    const first = await startTracer(server.origin, table, { source: 'multi_instance_test_1' });
    const second = await startTracer(server.origin, table, { source: 'multi_instance_test_2' });
    expect(first.sessionId).not.toBe(second.sessionId);
    const instances = [
      [1, 'tool', first],
      [2, 'chain', second],
    ] as const;
    for (const [number, eventType, tracer] of instances) {
      const event = await verify(number, eventType, tracer);
      const isolated: readonly Assertion[] = [
        ...rootFields(tracer),
        asserts('event_type', ({ event_type }) => event_type === eventType),
      ];
      expect(outcomesOf(isolated, event)).toEqual(expectedOutcomes(isolated, table));
      expect(event).toMatchObject({
        inputs: { tracer: `tracer${number}` },
        outputs: { 'result.tracer': String(number) },
      });
    }
  });

  test(`case 6, as quoted: test_comprehensive_attribute_backend_verification, ${table}`, async ({ page, server }) => {
    const tracer = await startTracer(server.origin, table);
    const name = `comprehensive_test_${crypto.randomUUID()}`;
    const event = await verifyTracerSpan(tracer, name, COMPREHENSIVE);
    const moved = (bucket: string) => ({
      state: 'moved' as const,
      staging: `honeyhive.${bucket}.* → ${bucket}.*`,
      preserve: '* → metadata.*',
    });
    await expectOutcomes(page, table, event, [
      ...rootFields(tracer),
      asserts('event_name', ({ event_name }) => event_name === name),
      inMetadata('honeyhive.outputs.response', 'Test response', moved('outputs')),
      inMetadata('honeyhive.metadata.model.provider', 'test', moved('metadata')),
      inMetadata('honeyhive.config.max_tokens', 150, moved('config')),
      inMetadata('test.comprehensive', true),
      inMetadata('test.type', 'comprehensive_backend_verification'),
      asserts('duration > 0', ({ duration }) => duration !== null && duration > 0),
    ]);
  });

  test(`case 7: test_span_attributes_comprehensive_lifecycle, ${table}`, async ({ page, server }) => {
    const tracer = await startTracer(server.origin, table);
    const event = await verifyTracerSpan(tracer, `span_attributes_lifecycle_${crypto.randomUUID()}`, {
      ...LIFECYCLE,
      'honeyhive.session_id': tracer.sessionId,
      'honeyhive.source': SOURCE,
    });
    await expectOutcomes(page, table, event, [
      hasInputs,
      ...Object.entries(LIFECYCLE).map(([key, value]) => inMetadata(key, value)),
      ...contextInMetadata(tracer.settings),
    ]);
  });

  test(`case 8: test_span_events_comprehensive_lifecycle, ${table}`, async ({ page, server }) => {
    const tracer = await startTracer(server.origin, table);
    const event = await verifyTracerSpan(tracer, `span_events_lifecycle_${crypto.randomUUID()}`, {
      'honeyhive.source': SOURCE,
      ...EVENT_LIKE,
    });
    await expectOutcomes(page, table, event, [
      hasInputs,
      ...Object.entries(EVENT_LIKE).map(([key, value]) => inMetadata(key, value)),
      ...contextInMetadata(tracer.settings),
    ]);
  });

  test(`case 9: test_concurrent_span_creation_thread_safety, ${table}`, async ({ page, server }) => {
    const tracer = await startTracer(server.origin, table);
    const { project, source } = tracer.settings;
    const id = crypto.randomUUID();
    const workers = Array.from({ length: 10 }, (_, worker) => ({
      worker,
      uniqueId: `${id}_worker_${worker}`,
      name: `concurrent_spans_${id}_worker_${worker}`,
    }));
    // All are open before the first ends, and every one is sent in a request of its own.
    await Promise.all(
      workers.map(async ({ worker, uniqueId, name }) => {
        const span = tracer.startSpan(name).setAttributes({
          'test.unique_id': uniqueId,
          'test.worker_id': worker,
          'test.thread_id': 140_361_231_012_752 + worker,
          'test.concurrency_type': 'thread_safety',
          'honeyhive.project': project,
          'honeyhive.source': source,
        });
        span.addEvent('worker_started', { worker_id: worker });
        await sleep(worker);
        span.addEvent('work_completed', { duration_ms: 50 + worker * 10, worker_id: worker });
        span.setStatus({ code: SpanStatusCode.OK, message: `Worker ${worker} completed` });
        span.end();
      }),
    );
    await tracer.flush();
    expect(tracer.requests).toBe(workers.length);

    const assertionsOf = (worker: number) => [
      inMetadata('test.worker_id', worker),
      inMetadata('test.concurrency_type', 'thread_safety'),
      inMetadata('honeyhive.project', project, CONTEXT_LOST.project),
    ];
    /** The upstream loop: a span whose assertions fail is passed over without a word; one not found ends the test. */
    const countVerified = async (wanted: typeof workers) => {
      let verified = 0;
      for (const { worker, uniqueId, name } of wanted) {
        const event = await verifyBackendEvent(server.origin, { sessionId: tracer.sessionId, uniqueId, name });
        const isVerified = Object.values(outcomesOf(assertionsOf(worker), event)).every((holds) => holds);
        if (isVerified) verified++;
      }
      return verified;
    };
    expect(await countVerified(workers)).toBe(table === 'staging' ? 0 : workers.length);
    const neverSent = { worker: 10, uniqueId: `${id}_worker_10`, name: 'never sent' };
    await expect(countVerified([neverSent])).rejects.toThrow(BackendVerificationError);

    // Stored are all ten, and each is found by its id alone and by its name alone, as upstream asked at the time.
    for (const { worker, uniqueId, name } of workers) {
      for (const [field, value] of [
        ['metadata.test.unique_id', uniqueId],
        ['event_name', name],
      ] as const) {
        const [event, ...others] = await exportEvents(server.origin, field, value, project);
        expect(event).toMatchObject({ event_name: name, metadata: { 'test.worker_id': worker } });
        expect(others).toEqual([]);
      }
    }
    const first = { uniqueId: `${id}_worker_0`, name: `concurrent_spans_${id}_worker_0` };
    const event = await verifyBackendEvent(server.origin, { sessionId: tracer.sessionId, ...first });
    await expectOutcomes(page, table, event, assertionsOf(0));
  });
}

for (const encoding of ENCODING_NAMES) {
  test(`arrays are rebuilt at the first index, in real shapes, ${encoding}`, async ({ server }) => {
    const tracer = await startTracer(server.origin, 'preserve', { encoding });
    const event = await verifyTracerSpan(tracer, `arrays_${crypto.randomUUID()}`, {
      'honeyhive_inputs._params_.messages.0.role': 'system',
      'honeyhive_inputs._params_.messages.1.role': 'user',
      'honeyhive_outputs.result.0.function.name': 'search',
      'gen_ai.completion.0.tool_calls.0.id': 'call_1',
      'honeyhive_metadata.nested.l.0': 1,
      'honeyhive_metadata.nested.l.1.m': 2,
    });
    expect(event.inputs).toEqual({ _params_: { messages: [{ role: 'system' }, { role: 'user' }] } });
    expect(event.outputs).toEqual({ result: [{ 'function.name': 'search' }], 'tool_calls.0.id': 'call_1' });
    expect(event.metadata.nested).toEqual({ l: [1, { m: 2 }] });
  });
}
