"""Two tracers in one process: spans, sessions and sources must not mix."""

import client
from honeyhive import trace

first = client.new_tracer("first tracer", source="first source")
second = client.new_tracer("second tracer", source="second source")


@trace(event_type="tool", event_name="first_inner", tracer=first)
def first_inner():
    return 1


@trace(event_type="chain", event_name="second_outer", tracer=second)
def second_outer():
    return first_inner()


@trace(event_type="chain", event_name="first_outer", tracer=first)
def first_outer():
    return first_inner()


@trace(event_type="tool", event_name="second_alone", tracer=second)
def second_alone():
    return 2


first_outer()
second_alone()
second_outer()
first.force_flush()
second.force_flush()
client.report(firstSession=first.session_id, secondSession=second.session_id)
