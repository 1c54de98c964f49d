/** Every namespace of `enrich_span` reaches its field, with types intact. */
export async function enrichSpan({ printed, stored, expect, client }) {
  const { spans } = await stored.session(printed.sessionId);
  const spanOf = (name) => spans.find((span) => span.event_name === name);
  expect.members('span “namespaces”', spanOf('namespaces'), {
    'metadata.team': 'search',
    'metadata.nested.list': [1, { deep: 2 }],
    'metrics.score': 0.5,
    'metrics.passed': true,
    'feedback.rating': 4,
    'inputs.query': 'why',
    'outputs.reply': 'because',
    'config.model': 'gpt-4',
    'config.temperature': 0.7,
    error: 'a made-up error',
    'metadata.honeyhive_error': 'a made-up error',
    ...userProperties(client),
  });
  expect.members('span “on_tracer”', spanOf('on_tracer'), { 'metadata.by': 'the tracer' });
  expect.members('span “edges”', spanOf('edges'), {
    'metadata.snow': '☃',
    'metadata.text': 'x'.repeat(1000),
    'metadata.empty_object': undefined,
    'metadata.empty_list': undefined,
  });
  expect.faultNeverSent('empty objects and lists vanish when they are flattened', 'no key');

  const printedEvents = await stored.exportText(printed.sessionId);
  if (client.language === 'npm') {
    expect.holds(
      printedEvents.includes('"large":"9223372036854775807"'),
      'metadata.large is not the text that was sent',
    );
    expect.members('the renamed span', spanOf('renamed'), { event_type: 'tool' });
    return;
  }
  expect.holds(printedEvents.includes('"large":9223372036854775807'), 'metadata.large lost digits');
  expect.members('span “edges”', spanOf('edges'), { 'metadata.nothing': undefined });
  expect.members('span “positional”', spanOf('positional'), { 'metadata.from_dict': 'yes' });
  expect.members('span “keywords”', spanOf('keywords'), { 'metadata.from_keyword': 7 });
  expect.members('span “precedence”', spanOf('precedence'), { 'metadata.who': 'dict', 'metadata.kept': true });
  expect.members('event with an id of its own', await stored.event(printed.namedId), {
    event_name: 'named',
    session_id: printed.sessionId,
  });
}

/** The preview had no field for user properties yet; npm has none on spans. */
function userProperties({ name }) {
  if (name === 'npm') return {};
  return name === 'py-preview' ? { 'metadata.user_properties.plan': 'pro' } : { 'user_properties.plan': 'pro' };
}

/** A REST update instead of span attributes; inputs and error are not in the request. */
export async function enrichSpanById({ printed, stored, expect, client }) {
  const event = await stored.event(printed.eventId);
  if (client.name === 'py-oldest') {
    expect.members('the event', event, { inputs: { original: 'input' }, metadata: {}, outputs: {} });
    expect.faultNeverSent(
      'enrich_span(event_id=…) finds no API client of its own and sends nothing',
      'the event as made',
    );
    return;
  }
  expect.members('the event', event, {
    'metadata.note': 'later',
    'metrics.score': 1,
    'feedback.rating': 5,
    'outputs.reply': 'late',
    inputs: { original: 'input' },
    error: null,
  });
  expect.faultNeverSent(
    'enrich_span(event_id=…) leaves inputs and error out of its request',
    'inputs as made, error null',
  );
}

/** Later calls keep what they do not mention; outputs are replaced. */
export async function enrichSession({ printed, stored, expect, client }) {
  const { session } = await stored.session(printed.sessionId);
  expect.members('session', session, { 'inputs.first': 'question', event_name: 'enrich session' });
  if (client.name === 'py-oldest') {
    expect.members('session', session, { metadata: {}, metrics: {}, feedback: {}, outputs: {} });
    expect.faultNeverSent('enrich_session() finds “no session API” and sends nothing', 'the session as started');
    return;
  }
  expect.members('session', session, {
    'metadata.team': 'ranking',
    'metadata.kept': 1,
    metrics: { score: 0.25, cost: 2 },
    feedback: { rating: 3 },
    config: { mode: 'fast' },
    outputs: { reply: 'final' },
    'inputs.second': undefined,
    ...(client.name === 'py-preview' ? { 'metadata.user_properties.plan': 'pro' } : { 'user_properties.plan': 'pro' }),
  });
  if (client.name === 'py-current' || client.name === 'py-captured') {
    expect.members('session', session, { 'metadata.inputs.second': 'question' });
    expect.fault('enrich_session(inputs=…) sends them as metadata', 'stored: metadata.inputs, and inputs as started');
  } else {
    expect.faultNeverSent('enrich_session(inputs=…) is left out of the request', 'inputs as started');
  }
}
