"""Three evaluators that make spans of their own."""

import client
from honeyhive import trace


@trace(event_type="tool")
def look_up(question):
    return question.upper()


@trace(event_type="tool")
def judge(text):
    return len(text)


def experiment(datapoint):
    return {"answer": look_up(datapoint["inputs"]["question"])}


def length(outputs, inputs, ground_truth=None):
    return judge(outputs["answer"])


def is_short(outputs, inputs, ground_truth=None):
    return judge(outputs["answer"]) < 4


def explained(outputs, inputs, ground_truth=None):
    return {"score": judge(outputs["answer"]) / 10, "explanation": "a tenth of the length", "unit": "letters"}


result = client.evaluate(
    experiment,
    dataset=[{"inputs": {"question": "abc"}}, {"inputs": {"question": "abcde"}}],
    evaluators=[length, is_short, explained],
    name="several evaluators",
)
client.report(**result)
