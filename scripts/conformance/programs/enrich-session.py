"""`enrich_session` in several calls: what a later one does not mention must stay."""

import client

tracer = client.new_tracer("enrich session", inputs={"first": "question"})
tracer.enrich_session(
    metadata={"team": "search", "kept": 1},
    metrics={"score": 0.25},
    feedback={"rating": 3},
    config={"mode": "fast"},
    user_properties={"plan": "pro"},
    outputs={"reply": "draft", "gone": True},
)
tracer.enrich_session(metadata={"team": "ranking"}, metrics={"cost": 2}, outputs={"reply": "final"})
tracer.enrich_session(inputs={"second": "question"})
client.report(sessionId=tracer.session_id)
