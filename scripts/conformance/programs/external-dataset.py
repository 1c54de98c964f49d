"""A dataset of the program's own, whose datapoints bring their own ids."""

import client


def experiment(datapoint):
    return {"echo": datapoint["inputs"]["text"]}


result = client.evaluate(
    experiment,
    dataset=[
        {"id": "first", "inputs": {"text": "one"}, "ground_truth": {"echo": "one"}},
        {"id": "second", "inputs": {"text": "two"}, "ground_truth": {"echo": "two"}},
    ],
    name="external dataset",
)
client.report(**result)
