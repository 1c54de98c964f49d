"""One traced function, made once, that every datapoint calls one after another."""

import client
from honeyhive import trace


@trace(event_type="tool", event_name="shared_tool")
def shared_tool(text):
    return text.upper()


def experiment(datapoint):
    return {"text": shared_tool(datapoint["inputs"]["text"])}


result = client.evaluate(
    experiment,
    dataset=[{"inputs": {"text": "one"}}, {"inputs": {"text": "two"}}],
    max_workers=1,
    name="module level span",
)
client.report(**result)
