import { readFileSync } from 'node:fs';
import { captureNames } from '../lib/testing/read-capture';
import { expect, test } from './fixtures';
import { replayCapture } from './replay';

interface ExpectedSpan {
  readonly name: string;
  readonly span_id: string;
  readonly trace_id: string;
  readonly missing: readonly string[];
  readonly session_id: string;
}
interface Expected {
  readonly spans_seen: number;
  readonly missing_ids: readonly ExpectedSpan[];
  readonly roots: readonly { readonly span_id: string }[];
}

const expectedFindings = JSON.parse(
  readFileSync(new URL('../captures/expected-findings.json', import.meta.url), 'utf8'),
) as Record<string, Expected>;

interface SkeletonSpan {
  readonly spanId: string;
  readonly parentState: string;
  readonly states: readonly string[];
}

/** Every state of a key the span does not carry, a fault or not. */
const ABSENT: ReadonlySet<string> = new Set(['missing', 'unattributable', 'not-applicable']);

for (const name of captureNames()) {
  test(`${name}: the running server finds what the independent reading found`, async ({ server }) => {
    const expected = expectedFindings[name];
    if (expected === undefined) throw new Error(`no expectation for ${name}`);
    const { statuses } = await replayCapture(server.origin, name);
    expect(statuses.every((status) => status === 200)).toBe(true);

    const sessionIds = new Set<string>();
    const spans = new Map<string, { span: SkeletonSpan; keys: readonly string[]; recorded: boolean }>();
    const { projects } = await (await fetch(`${server.origin}/api/projects`)).json();
    const named = new Set<string>(expected.missing_ids.map((span) => span.session_id));
    for (const id of Object.keys((expected as unknown as { datapoints_per_session: object }).datapoints_per_session)) {
      named.add(id);
    }
    for (const sessionId of named) {
      for (const project of projects as { name: string }[]) {
        const response = await fetch(`${server.origin}/api/projects/${project.name}/sessions/${sessionId}`);
        if (!response.ok) continue;
        const session = await response.json();
        sessionIds.add(sessionId);
        for (const span of session.spans as SkeletonSpan[]) {
          spans.set(span.spanId, { span, keys: session.keys, recorded: Object.keys(session.ownKeys).length > 0 });
        }
      }
    }
    expect([...sessionIds].sort()).toEqual([...named].sort());
    expect(spans.size).toBe(expected.spans_seen);

    // The file lists absent keys. Absent is a fault only where something says what the value should be; spans that
    // belong to no run are accused of nothing.
    const lackingBySpan = new Map(expected.missing_ids.map((span) => [span.span_id, span.missing]));
    for (const [spanId, { span, keys, recorded }] of spans) {
      const lacking = lackingBySpan.get(spanId) ?? [];
      const missing = keys.filter((_, index) => span.states[index] === 'missing');
      const absent = keys.filter((_, index) => ABSENT.has(span.states[index] ?? ''));
      expect([...absent].sort(), span.spanId).toEqual([...lacking].sort());
      if (recorded) expect(missing.sort()).toEqual([...lacking].sort());
    }

    const roots = [...spans.values()].filter(({ span }) => span.parentState === 'root').map(({ span }) => span.spanId);
    expect(roots.sort()).toEqual(expected.roots.map((root) => root.span_id).sort());
  });
}

test('REGRESSED: 8 of 8 spans miss exactly the three ids, at 2 break points, while both sessions have them', async ({
  server,
}) => {
  const { runId, sessionIds } = await replayCapture(server.origin, 'sdk-531c1bbf-evaluate-REGRESSED');
  const run = await (await fetch(`${server.origin}/api/projects/demo/runs/${runId}`)).json();
  for (const key of ['run_id', 'dataset_id', 'datapoint_id']) {
    expect(run.attribution[key]).toMatchObject({ present: 0, missing: 8 });
  }
  expect(run.breaks).toBe(2);
  expect(run.verdict).toMatch(/^8 of 8 .*run_id, dataset_id and datapoint_id.*2 break points/);
  for (const sessionId of sessionIds) {
    const session = await (await fetch(`${server.origin}/api/projects/demo/sessions/${sessionId}`)).json();
    expect(Object.keys(session.ownKeys).sort()).toEqual(['datapoint_id', 'dataset_id', 'run_id']);
  }
});

test('FIXED: none of the 8 spans misses an id', async ({ server }) => {
  const { runId } = await replayCapture(server.origin, 'sdk-4291199a-evaluate-FIXED');
  const run = await (await fetch(`${server.origin}/api/projects/demo/runs/${runId}`)).json();
  for (const key of ['run_id', 'dataset_id', 'datapoint_id']) {
    expect(run.attribution[key]).toMatchObject({ present: 8, missing: 0, conflicting: 0 });
  }
  expect(run.breaks).toBe(0);
});

test('npm1042: a span that works on the other datapoint is conflicting although its ids are present', async ({
  server,
}) => {
  const { runId } = await replayCapture(server.origin, 'npm1042-evaluate-protobuf');
  const run = await (await fetch(`${server.origin}/api/projects/projTS/runs/${runId}`)).json();
  expect(run.attribution.datapoint_id.conflicting).toBeGreaterThan(0);
  expect(run.attribution.datapoint_id.missing).toBe(0);
  const conflict = run.findings.find((finding: { rule: string }) => finding.rule === 'ATTR-002');
  expect(conflict.spans.map((span: { spanId: string }) => span.spanId)).toContain('4a0d7bcfde77e762');
});
