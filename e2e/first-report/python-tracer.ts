import { type Attributes, context, type Span, SpanStatusCode, type Tracer, trace } from '@opentelemetry/api';
import {
  BasicTracerProvider,
  BatchSpanProcessor,
  type ReadableSpan,
  SimpleSpanProcessor,
  type SpanExporter,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { ENCODINGS, type Encoding } from './otlp-as-python-sends-it';

/** What a `HoneyHiveTracer` is made with. */
export interface TracerSettings {
  /** Where the server is, without a path. */
  readonly origin: string;
  readonly project: string;
  readonly source: string;
  readonly sessionName: string;
  /** `json` unless told, as the client. */
  readonly encoding?: Encoding;
  /** True to keep spans until {@link PythonTracer.flush}; else each goes out as it ends (`disable_batch`). */
  readonly batch?: boolean;
}

/** One call of a function under `@trace`. */
interface TracedCall {
  readonly name: string;
  readonly eventType: 'tool' | 'chain' | 'model';
  readonly inputs?: Attributes;
}

/** Arguments of `enrich_span`, by namespace. */
type Enrichment = Readonly<Partial<Record<'metadata' | 'metrics' | 'inputs' | 'outputs' | 'config', object>>>;

const CLIENT_HEADERS = {
  authorization: 'Bearer hh_test',
  'hh-client-version': '1.5.1',
  'hh-client-language': 'python',
  'hh-client-package': 'honeyhive',
};

/**
 * The tracer of the Python client on the OpenTelemetry SDK for JavaScript: it starts its session over REST, then stamps
 * and sends spans as honeyhive-system.md 1.2, 1.7, 1.9 and 2 describe.
 */
export class PythonTracer {
  readonly #exporter: PythonExporter;
  readonly #provider: BasicTracerProvider;
  readonly #tracer: Tracer;

  readonly settings: TracerSettings;
  readonly sessionId: string;

  private constructor(settings: TracerSettings, sessionId: string) {
    this.settings = settings;
    this.sessionId = sessionId;
    this.#exporter = new PythonExporter(settings);
    const send = settings.batch
      ? // A test under load takes longer than the 5 seconds after which the client sends what it has.
        new BatchSpanProcessor(this.#exporter, { scheduledDelayMillis: 600_000 })
      : new SimpleSpanProcessor(this.#exporter);
    this.#provider = new BasicTracerProvider({ spanProcessors: [stamping(settings, sessionId), send] });
    this.#tracer = this.#provider.getTracer('honeyhive.140361231012752');
  }

  /** Starts the session first, as the client's constructor does. */
  static async start(settings: TracerSettings): Promise<PythonTracer> {
    const { origin, project, source, sessionName } = settings;
    const answer = await fetch(`${origin}/session/start`, {
      method: 'POST',
      headers: { ...CLIENT_HEADERS, 'content-type': 'application/json' },
      body: JSON.stringify({ session: { session_name: sessionName, source, project } }),
    });
    if (answer.status !== 200) throw new Error(`the session was not started: ${answer.status} ${await answer.text()}`);
    const { session_id } = (await answer.json()) as { session_id: string };
    return new PythonTracer(settings, session_id);
  }

  /** Export requests made so far. */
  get requests(): number {
    return this.#exporter.requests;
  }

  startSpan(name: string, parent?: Span): Span {
    const under = parent === undefined ? context.active() : trace.setSpan(context.active(), parent);
    return this.#tracer.startSpan(name, {}, under);
  }

  /** `with tracer.start_span(name) as span:` and a `set_attribute` for each. */
  recordSpan(name: string, attributes: Attributes): void {
    this.startSpan(name).setAttributes(attributes).end();
  }

  /** `@trace`. An exception ends the span, makes a sibling `<name>_error`, and is thrown on. */
  traced<T>({ name, eventType, inputs = {} }: TracedCall, work: (span: Span) => T): T {
    const span = this.startSpan(name).setAttributes({
      honeyhive_event_type: eventType,
      honeyhive_event_name: name,
      ...flattened('honeyhive_inputs', inputs),
      'honeyhive_metadata.event_type': eventType,
      'honeyhive_metadata.event_name': name,
    });
    const started = performance.now();
    try {
      const result = work(span);
      span.setAttributes(flattened('honeyhive_outputs.result', result));
      span.setAttribute('honeyhive_duration_ms', performance.now() - started);
      span.end();
      return result;
    } catch (error) {
      fail(span, error as Error);
      const sibling = this.startSpan(`${name}_error`);
      sibling.setAttributes({
        honeyhive_error: (error as Error).message,
        honeyhive_error_type: (error as Error).name,
        honeyhive_duration_ms: performance.now() - started,
      });
      fail(sibling, error as Error);
      throw error;
    }
  }

  async flush(): Promise<void> {
    await this.#provider.forceFlush();
    if (this.#exporter.refusals.length > 0) throw new Error(this.#exporter.refusals.join('\n'));
  }
}

/** `enrich_span`: writes on the span at once. */
export function enrichSpan(span: Span, enrichment: Enrichment): void {
  for (const [namespace, value] of Object.entries(enrichment)) {
    span.setAttributes(flattened(`honeyhive_${namespace}`, value));
  }
}

/** Objects and lists by path, scalars as they are (honeyhive-system.md 1.7). */
function flattened(path: string, value: unknown): Attributes {
  if (value === null || value === undefined) return {};
  if (typeof value !== 'object') return { [path]: value as string | number | boolean };
  return Object.assign({}, ...Object.entries(value).map(([key, inner]) => flattened(`${path}.${key}`, inner)));
}

/** Two `exception` events and the status `Type: text`, as two layers of the client record it. */
function fail(span: Span, error: Error): void {
  span.recordException(error);
  span.recordException(error);
  span.setStatus({ code: SpanStatusCode.ERROR, message: `${error.name}: ${error.message}` });
  span.end();
}

/** What `on_start` writes on every span of a tracer with a session, in its order. */
function stamping({ project, source }: TracerSettings, sessionId: string): SpanProcessor {
  const stamped: Attributes = {
    'honeyhive.session_id': sessionId,
    'traceloop.association.properties.session_id': sessionId,
    'honeyhive.project': project,
    'traceloop.association.properties.project': project,
    'honeyhive.source': source,
    'traceloop.association.properties.source': source,
    // The fall-back of the client's detection, which no name here leads elsewhere.
    honeyhive_event_type: 'tool',
  };
  return {
    onStart: (span) => {
      span.setAttributes(stamped);
    },
    onEnd: () => {},
    forceFlush: async () => {},
    shutdown: async () => {},
  };
}

class PythonExporter implements SpanExporter {
  requests = 0;
  /** Answers other than 200, which the client counts as failures. */
  readonly refusals: string[] = [];
  readonly #settings: TracerSettings;

  constructor(settings: TracerSettings) {
    this.#settings = settings;
  }

  export(spans: ReadableSpan[], done: Parameters<SpanExporter['export']>[1]): void {
    this.requests++;
    this.#send(spans).then(
      () => done({ code: 0 }),
      (error: Error) => {
        this.refusals.push(error.message);
        done({ code: 1, error });
      },
    );
  }

  async #send(spans: ReadableSpan[]): Promise<void> {
    const { origin, source, encoding = 'json' } = this.#settings;
    const { contentType, bytes } = ENCODINGS[encoding](spans);
    const answer = await fetch(`${origin}/opentelemetry/v1/traces`, {
      method: 'POST',
      headers: { ...CLIENT_HEADERS, 'x-source': source, 'content-type': contentType },
      body: bytes,
    });
    const text = await answer.text();
    if (answer.status !== 200) throw new Error(`spans were not taken: ${answer.status} ${text}`);
  }

  async shutdown(): Promise<void> {}
}
