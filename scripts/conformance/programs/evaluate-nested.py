"""An experiment on two external datapoints: nested spans and one evaluator, which runs on the datapoint's own thread."""

import client
from honeyhive import trace


@trace(event_type="tool")
def look_up(question):
    return {"q": "apples", "p": "pears"}[question]


@trace(event_type="model")
def answer(question):
    return f"about {look_up(question)}"


def experiment(datapoint):
    return {"answer": answer(datapoint["inputs"]["question"])}


def names_the_fruit(outputs, inputs, ground_truth):
    return 1.0 if ground_truth["fruit"] in outputs["answer"] else 0.0


result = client.evaluate(
    experiment,
    dataset=[
        {"inputs": {"question": "q"}, "ground_truth": {"fruit": "apples"}},
        {"inputs": {"question": "p"}, "ground_truth": {"fruit": "plums"}},
    ],
    evaluators=[names_the_fruit],
    name="nested",
)
client.report(**result)
