"""An experiment with the unmodified Python client: nested spans, two datapoints, one evaluator."""

import json
import os
import sys

from honeyhive import trace
from honeyhive.experiments import evaluate


@trace(event_type="tool")
def look_up(question):
    return {"q": "apples", "p": "pears"}.get(question, "nothing")


@trace(event_type="model")
def answer(question):
    return f"about {look_up(question)}"


def experiment(datapoint):
    return {"answer": answer(datapoint["inputs"]["question"])}


def names_a_fruit(outputs, inputs, ground_truth):
    return 1.0 if ground_truth["fruit"] in outputs["answer"] else 0.0


result = evaluate(
    function=experiment,
    dataset=[
        {"inputs": {"question": "q"}, "ground_truth": {"fruit": "apples"}},
        {"inputs": {"question": "p"}, "ground_truth": {"fruit": "plums"}},
    ],
    evaluators=[names_a_fruit],
    name="conformance python",
    server_url=os.environ["BAGGAGE_CLAIM"],
    api_key="any",
    print_results=False,
)
metric = result.metrics.get_metric("names_a_fruit")
json.dump(
    {
        "runId": result.run_id,
        "status": result.status,
        "datapoints": len(result.datapoints),
        "metric": None if metric is None else metric.aggregate,
    },
    sys.stdout,
)
