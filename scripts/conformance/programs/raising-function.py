"""A traced function that enriches its span and then raises, inside an experiment that goes on."""

import client
from honeyhive import enrich_span, trace


@trace(event_type="tool")
def fails(text):
    enrich_span(metadata={"attempt": 1})
    raise ValueError(f"cannot read {text}")


def experiment(datapoint):
    try:
        fails(datapoint["inputs"]["text"])
    except ValueError:
        return {"recovered": True}


result = client.evaluate(experiment, dataset=[{"inputs": {"text": "this"}}], name="raising function")
client.report(**result)
