const SCORE = {
  old_aggregate: 0.625,
  new_aggregate: 0.625,
  found_count: 2,
  improved_count: 1,
  degraded_count: 1,
  same_count: 0,
};

/** Datapoint `a` went from 0.25 to 0.75, `b` from 1 to 0.5, and one span is only in the new run. */
export async function compareRuns({ printed, stored, expect, client }) {
  const { comparison, oldRunId, newRunId } = printed;
  const datapoints = await datapointsByLetter(stored, newRunId);
  expect.equal('common datapoints the client read', comparison.common, 2);
  expect.members('score as the client read it', comparison.deltas.score, {
    ...SCORE,
    improved: [datapoints.a],
    degraded: [datapoints.b],
    same: [],
  });

  const answer = await stored.comparison(newRunId, oldRunId);
  expect.equal('commonDatapoints', answer.commonDatapoints.toSorted(), Object.values(datapoints).sort());
  expect.members('old_run', answer.old_run, { run_id: oldRunId, name: 'old' });
  expect.members('new_run', answer.new_run, { run_id: newRunId, name: 'new' });
  const presence = Object.fromEntries(answer.event_details.map((event) => [event.event_name, event.presence]));
  const onlyInNew = client.language === 'npm' ? 'only_in_new' : '__main__.only_in_new';
  expect.equal(`presence of ${onlyInNew}`, presence[onlyInNew], 'new');

  if (printed.events === undefined) return;
  const pairs = printed.events.events;
  expect.equal('pairs of session events', pairs.length, 2);
  for (const { datapoint_id, event_1, event_2 } of pairs) {
    expect.equal('run of event_1', event_1.metadata.run_id, newRunId);
    expect.equal('run of event_2', event_2.metadata.run_id, oldRunId);
    for (const event of [event_1, event_2]) {
      expect.members('event of the pair', event, { event_type: 'session', 'metadata.datapoint_id': datapoint_id });
    }
  }
}

async function datapointsByLetter(stored, runId) {
  const { event_ids } = await stored.run(runId);
  const sessions = await Promise.all(event_ids.map((sessionId) => stored.session(sessionId)));
  return Object.fromEntries(sessions.map(({ session }) => [session.outputs.letter, session.metadata.datapoint_id]));
}
