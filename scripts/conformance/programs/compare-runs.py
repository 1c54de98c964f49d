"""Two runs over the same datapoints, compared through the client."""

import client
from honeyhive import trace

SCORES = {"old": {"a": 0.25, "b": 1.0}, "new": {"a": 0.75, "b": 0.5}}
which = "old"


@trace(event_type="tool")
def only_in_new(letter):
    return letter


def experiment(datapoint):
    letter = datapoint["inputs"]["letter"]
    return {"letter": only_in_new(letter) if which == "new" else letter}


def score(outputs, inputs, ground_truth=None):
    return SCORES[which][inputs["letter"]]


dataset = [{"inputs": {"letter": "a"}}, {"inputs": {"letter": "b"}}]
old = client.evaluate(experiment, dataset=dataset, evaluators=[score], name="old")
which = "new"
new = client.evaluate(experiment, dataset=dataset, evaluators=[score], name="new")
api = client.new_client()
client.report(
    oldRunId=old["runId"],
    newRunId=new["runId"],
    comparison=client.compare_runs(api, new["runId"], old["runId"]),
    events=client.compare_run_events(api, new["runId"], old["runId"], event_type="session"),
)
