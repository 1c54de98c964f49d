"""Datasets and datapoints through the API client: made, read, changed, listed, deleted."""

import client

api = client.new_client()
dataset_id, datapoint_ids = client.create_dataset(
    api,
    f"animals {client.VERSION}",
    [
        {"inputs": {"animal": "cat"}, "ground_truth": {"legs": 4}},
        {"inputs": {"animal": "hen"}, "ground_truth": {"legs": 2}},
    ],
)
made = client.get_datapoint(api, datapoint_ids[0])
client.update_datapoint(api, datapoint_ids[0], inputs={"animal": "dog"})
changed = client.get_datapoint(api, datapoint_ids[0])
client.rename_dataset(api, dataset_id, f"beasts {client.VERSION}")
names = [dataset["name"] for dataset in client.list_datasets(api)]
deletes_datapoints = client.delete_datapoint(api, datapoint_ids[1])
doomed, _ = client.create_dataset(api, f"doomed {client.VERSION}", [{"inputs": {"a": 1}, "ground_truth": {"b": 2}}])
client.delete_dataset(api, doomed)
left = [dataset["name"] for dataset in client.list_datasets(api)]
client.report(
    datasetId=dataset_id,
    datapointIds=list(datapoint_ids),
    made=made,
    changed=changed,
    names=names,
    left=left,
    deletesDatapoints=deletes_datapoints,
)
