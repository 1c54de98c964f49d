import 'server-only';
import type { Datapoint } from '../../contracts/runs';
import type { JsonValue } from '../../domain/json';
import { stringifyJson } from '../../domain/json-text';
import type { SessionRollup } from '../../domain/records';
import { toAttribution, toCustody } from './counts';
import { toScores } from './scores';
import { toDurationMs, toStartedAt } from './time';

const PREVIEW_LENGTH = 200;

/** One session as a row of a list. */
export function toDatapoint(session: SessionRollup): Datapoint {
  const { event } = session;
  return {
    datapointId: session.datapointId,
    sessionId: session.sessionId,
    name: event.event_name,
    declared: session.declared,
    spans: session.spanCount,
    errors: session.errorCount,
    attribution: toAttribution(session.attribution),
    custody: toCustody(session.custody),
    findings: session.findingCount,
    breaks: session.breakCount,
    settled: session.settled,
    startedAt: toStartedAt(session.firstStartUnixNano, event.start_time),
    durationMs: toDurationMs(session.firstStartUnixNano, session.lastEndUnixNano, event.duration),
    inputs: preview(event.inputs),
    outputs: preview(event.outputs),
    scores: toScores(event.metrics),
  };
}

/** The first characters of the JSON text, never half a character. */
function preview(value: JsonValue): string {
  return stringifyJson(value)
    .slice(0, PREVIEW_LENGTH)
    .replace(/[\uD800-\uDBFF]$/, '');
}
