"""Every form of `enrich_span` on the current span, one span for each."""

import uuid

import client
from honeyhive import enrich_span, trace

tracer = client.new_tracer("enrich span")


@trace(event_type="tool", event_name="namespaces", tracer=tracer)
def namespaces():
    enrich_span(
        metadata={"team": "search", "nested": {"list": [1, {"deep": 2}]}},
        metrics={"score": 0.5, "passed": True},
        feedback={"rating": 4},
        inputs={"query": "why"},
        outputs={"reply": "because"},
        config={"model": "gpt-4", "temperature": 0.7},
        user_properties={"plan": "pro"},
        error="a made-up error",
    )


@trace(event_type="tool", event_name="positional", tracer=tracer)
def positional():
    enrich_span({"from_dict": "yes"})


@trace(event_type="tool", event_name="keywords", tracer=tracer)
def keywords():
    enrich_span(from_keyword=7)


@trace(event_type="tool", event_name="precedence", tracer=tracer)
def precedence():
    enrich_span({"who": "dict"}, metadata={"who": "namespace", "kept": True})


@trace(event_type="tool", event_name="on_tracer", tracer=tracer)
def on_tracer():
    tracer.enrich_span(metadata={"by": "the tracer"})


@trace(event_type="tool", event_name="edges", tracer=tracer)
def edges():
    enrich_span(
        metadata={
            "empty_object": {},
            "empty_list": [],
            "nothing": None,
            "large": 9223372036854775807,
            "snow": "☃",
            "text": "x" * 1000,
        }
    )


named_id = str(uuid.uuid4())


@trace(event_type="tool", event_name="named", tracer=tracer)
def named():
    enrich_span(**client.naming(named_id))


for form in (namespaces, positional, keywords, precedence, on_tracer, edges, named):
    form()
tracer.force_flush()
client.report(sessionId=tracer.session_id, namedId=named_id)
