"""An async experiment that gathers two async spans, with two async evaluators."""

import asyncio

import client
from honeyhive import atrace


@atrace(event_type="tool")
async def fetch(part):
    await asyncio.sleep(0.01)
    return f"part {part}"


async def experiment(datapoint):
    topic = datapoint["inputs"]["topic"]
    parts = await asyncio.gather(fetch(f"{topic}1"), fetch(f"{topic}2"))
    return {"text": ", ".join(parts)}


async def has_both(outputs, inputs, ground_truth=None):
    return outputs["text"].count("part")


async def length(outputs, inputs, ground_truth=None):
    return len(outputs["text"])


result = client.evaluate(
    experiment,
    dataset=[{"inputs": {"topic": "a"}}, {"inputs": {"topic": "b"}}, {"inputs": {"topic": "c"}}],
    evaluators=[has_both, length],
    name="async",
)
client.report(**result)
