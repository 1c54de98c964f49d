"""Two updates of one event: buckets are merged, outputs replaced, what is not mentioned stays."""

import client

tracer = client.new_tracer("update event")
api = client.new_client()
event_id = client.create_event(
    api,
    source="conformance",
    event_name="changing",
    event_type="tool",
    session_id=tracer.session_id,
    config={"model": "a"},
    inputs={"question": "why"},
    outputs={"reply": "draft", "gone": True},
    metadata={"kept": 1, "changed": "before"},
    metrics={"score": 0.1},
    duration=5,
)
client.update_event(
    api,
    event_id,
    metadata={"changed": "after", "added": [1, {"x": None}]},
    metrics={"cost": 2},
    feedback={"rating": 5},
    config={"temperature": 0.5},
    outputs={"reply": "final"},
    user_properties={"plan": "pro"},
    duration=7.5,
)
client.update_event(api, event_id, metadata={"last": True})
client.report(sessionId=tracer.session_id, eventId=event_id)
