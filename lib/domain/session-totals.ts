import type { TraceEvent } from './event';
import type { JsonObject, JsonValue } from './json';

const TOKEN_COUNTS = ['prompt_tokens', 'completion_tokens', 'total_tokens'] as const;

/** What upstream tells of a session's events in its metadata (honeyhive-system.md 3.2), summed event by event. */
export class SessionTotals {
  #events = 0;
  #modelEvents = 0;
  #hasFeedback = false;
  #cost = 0;
  readonly #tokens = new Map<string, number>(TOKEN_COUNTS.map((name) => [name, 0]));

  /** @param event any of the session's, its own record too, which counts for its feedback only. */
  add(event: TraceEvent): void {
    if (Object.keys(event.feedback).length > 0) this.#hasFeedback = true;
    if (event.event_type === 'session') return;
    this.#events++;
    if (event.event_type === 'model') this.#modelEvents++;
    this.#cost += numberOf(event.metrics.cost ?? event.metadata.cost);
    for (const name of TOKEN_COUNTS) {
      this.#tokens.set(name, (this.#tokens.get(name) ?? 0) + numberOf(event.metadata[name]));
    }
  }

  build(): JsonObject {
    return {
      num_events: this.#events,
      num_model_events: this.#modelEvents,
      has_feedback: this.#hasFeedback,
      cost: this.#cost,
      ...Object.fromEntries(this.#tokens),
    };
  }
}

function numberOf(value: JsonValue | undefined): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}
