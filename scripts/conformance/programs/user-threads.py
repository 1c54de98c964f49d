"""An experiment that does part of its work in threads of its own."""

from concurrent.futures import ThreadPoolExecutor

import client
from honeyhive import trace


@trace(event_type="tool")
def in_thread(part):
    return part * 2


@trace(event_type="tool")
def in_line(part):
    return part * 3


def experiment(datapoint):
    start = datapoint["inputs"]["start"]
    with ThreadPoolExecutor(max_workers=2) as pool:
        doubled = list(pool.map(in_thread, [start, start + 1]))
    return {"sum": sum(doubled) + in_line(start)}


result = client.evaluate(
    experiment,
    dataset=[{"inputs": {"start": 1}}, {"inputs": {"start": 10}}],
    name="user threads",
)
client.report(**result)
