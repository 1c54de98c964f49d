import type { Attributes } from '@opentelemetry/api';
import type { Page } from '@playwright/test';
import { apiPaths } from '../../lib/query/paths';
import { expect } from '../fixtures';
import { type Assertion, asserts, CONTEXT_LOST, expectedOutcomes, inMetadata, outcomesOf } from './assertion';
import { type StoredEvent, verifyBackendEvent } from './backend-verification';
import { PythonTracer, type TracerSettings } from './python-tracer';
import { expectLedgerToExplain } from './session-page';

export const SOURCE = 'pytest-integration';

/** A tracer of a project whose ingestion uses the table. */
export async function startTracer(
  origin: string,
  table: string,
  settings: Partial<TracerSettings> = {},
): Promise<PythonTracer> {
  const project = `sdk-${table}`;
  const tracer = await PythonTracer.start({ origin, project, source: SOURCE, sessionName: 'pytest', ...settings });
  const patched = await fetch(`${origin}${apiPaths.project(project)}`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ routing: table }),
  });
  expect(await patched.json()).toMatchObject({ routing: table, contract: 'preserve' });
  return tracer;
}

/** Upstream's `verify_tracer_span`: one span with these attributes, sent, then asked for. */
export async function verifyTracerSpan(
  tracer: PythonTracer,
  name: string,
  attributes: Attributes,
): Promise<StoredEvent> {
  const { origin, project } = tracer.settings;
  const uniqueId = String(attributes['test.unique_id'] ?? crypto.randomUUID());
  tracer.recordSpan(name, { 'honeyhive.project': project, 'test.unique_id': uniqueId, ...attributes });
  await tracer.flush();
  const sessionId = attributes['honeyhive.session_id'] ?? tracer.sessionId;
  return verifyBackendEvent(origin, { sessionId: String(sessionId), uniqueId, name });
}

/** Exactly the assertions that lose their key fail, and the dashboard says why. */
export async function expectOutcomes(page: Page, table: string, event: StoredEvent, assertions: readonly Assertion[]) {
  expect(outcomesOf(assertions, event)).toEqual(expectedOutcomes(assertions, table));
  await expectLedgerToExplain(page, event, assertions, table);
}

export function rootFields({ settings, sessionId }: PythonTracer): readonly Assertion[] {
  return [
    asserts('project_id', ({ project_id }) => project_id === settings.project),
    asserts('source', ({ source }) => source === settings.source),
    asserts('session_id', ({ session_id }) => session_id === sessionId),
  ];
}

export const hasInputs = asserts('inputs is not None', ({ inputs }) => typeof inputs === 'object');

export function contextInMetadata({ project, source }: TracerSettings): readonly Assertion[] {
  return [
    inMetadata('honeyhive.project', project, CONTEXT_LOST.project),
    inMetadata('honeyhive.source', source, CONTEXT_LOST.source),
  ];
}
