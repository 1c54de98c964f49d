"""`enrich_span(event_id=…)`: the event is changed over REST, not through the span."""

import client
from honeyhive import enrich_span

tracer = client.new_tracer("enrich span by id")
event_id = client.create_event(
    client.new_client(),
    source="conformance",
    event_name="to be enriched",
    event_type="tool",
    session_id=tracer.session_id,
    config={},
    inputs={"original": "input"},
    duration=5,
)
enrich_span(
    event_id=event_id,
    metadata={"note": "later"},
    metrics={"score": 1},
    feedback={"rating": 5},
    outputs={"reply": "late"},
    inputs={"added": "input"},
    error="a late error",
    tracer=tracer,
)
client.report(sessionId=tracer.session_id, eventId=event_id)
