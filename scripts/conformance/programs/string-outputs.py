"""An experiment whose function returns a text instead of a dict."""

import client


def experiment(datapoint):
    return f"hello {datapoint['inputs']['name']}"


result = client.evaluate(
    experiment,
    dataset=[{"inputs": {"name": "Ada"}, "ground_truth": {"greeting": "hello Ada"}}],
    name="string outputs",
)
client.report(**result)
