/** Events made over REST are exportable with every field, under their session or their parent. */
export async function createEvent({ printed, stored, expect, client }) {
  const { spans } = await stored.session(printed.sessionId);
  const eventOf = (name) => spans.find((event) => event.event_name === name);
  expect.equal('id of the event that brought its own', printed.byClient, printed.ownId);
  expect.members('event “by the client”', eventOf('by the client'), {
    event_id: printed.ownId,
    parent_id: printed.sessionId,
    event_type: 'chain',
    inputs: { a: [1, 2] },
    source: 'conformance',
    duration: 1,
  });
  expect.members('event “a child”', eventOf('a child'), {
    event_id: printed.child,
    parent_id: printed.ownId,
    event_type: 'tool',
    outputs: { b: null },
  });
  for (const number of [1, 2]) {
    expect.members(`event “batch ${number}”`, eventOf(`batch ${number}`), {
      event_id: printed.batch[number - 1],
      session_id: printed.sessionId,
      inputs: { number },
    });
  }
  if (client.language === 'npm') {
    // The client's model has no place for a session, so the server makes one.
    expect.members('event “a model call”', await stored.event(printed.model), {
      event_name: 'a model call',
      event_type: 'model',
      'config.model': 'gpt-4',
      'config.provider': 'openai',
      'inputs.chat_history': [{ role: 'user', content: 'hi' }],
      'outputs.content': 'ho',
      'outputs.role': 'assistant',
      'metadata.prompt_tokens': 3,
      'metadata.completion_tokens': 2,
      'metadata.total_tokens': 5,
      duration: 12.5,
    });
    return;
  }
  if (client.name === 'py-oldest') {
    expect.equal('id that the tracer returned', printed.byTracer, null);
    expect.faultNeverSent('tracer.create_event() finds no API client of its own and sends nothing', 'no event');
    return;
  }
  expect.members('event “by the tracer”', eventOf('by the tracer'), {
    event_id: printed.byTracer,
    event_type: 'model',
    inputs: { prompt: 'hi' },
    outputs: { reply: 'ho' },
    'config.model': 'gpt-4',
    'metadata.tokens': 3,
    'metrics.score': 1,
    'feedback.rating': 2,
    error: 'none worth it',
    duration: 12.5,
  });
}

/** Buckets are merged, outputs replaced, and what an update does not mention stays. */
export async function updateEvent({ printed, stored, expect }) {
  expect.members('the event', await stored.event(printed.eventId), {
    event_name: 'changing',
    inputs: { question: 'why' },
    metadata: { kept: 1, changed: 'after', added: [1, { x: null }], last: true },
    metrics: { score: 0.1, cost: 2 },
    feedback: { rating: 5 },
    config: { model: 'a', temperature: 0.5 },
    outputs: { reply: 'final' },
    user_properties: { plan: 'pro' },
    duration: 7.5,
  });
}
