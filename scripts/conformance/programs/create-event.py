"""Events made over REST: by the tracer, by the API client, with an id of one's own, and several in one request."""

import uuid

import client

tracer = client.new_tracer("create event")
api = client.new_client()
session = {"session_id": tracer.session_id, "source": "conformance", "config": {}, "inputs": {}, "duration": 1}

by_tracer = tracer.create_event(
    "by the tracer",
    event_type="model",
    inputs={"prompt": "hi"},
    outputs={"reply": "ho"},
    config={"model": "gpt-4"},
    metadata={"tokens": 3},
    metrics={"score": 1},
    feedback={"rating": 2},
    error="none worth it",
    duration=12.5,
)
own_id = str(uuid.uuid4())
by_client = client.create_event(
    api, **{**session, "event_id": own_id, "event_name": "by the client", "event_type": "chain", "inputs": {"a": [1, 2]}}
)
child = client.create_event(
    api, **{**session, "event_name": "a child", "event_type": "tool", "parent_id": own_id, "outputs": {"b": None}}
)
batch = client.create_event_batch(
    api,
    [{**session, "event_name": f"batch {number}", "event_type": "tool", "inputs": {"number": number}} for number in (1, 2)],
)
client.report(
    sessionId=tracer.session_id, ownId=own_id, byTracer=by_tracer, byClient=by_client, child=child, batch=list(batch)
)
