"""A dataset made through the client's API, then an experiment on it by its id."""

import client


def experiment(datapoint):
    return {"city": datapoint["inputs"]["country"] + " city"}


def is_right(outputs, inputs, ground_truth):
    return 1 if outputs["city"] == ground_truth["capital"] else 0


dataset_id, datapoint_ids = client.create_dataset(
    client.new_client(),
    "capitals",
    [
        {"inputs": {"country": "Mexico"}, "ground_truth": {"capital": "Mexico city"}},
        {"inputs": {"country": "Peru"}, "ground_truth": {"capital": "Lima"}},
    ],
)
result = client.evaluate(experiment, dataset_id=dataset_id, evaluators=[is_right], name="managed dataset")
client.report(datasetId=dataset_id, datapointIds=datapoint_ids, **result)
