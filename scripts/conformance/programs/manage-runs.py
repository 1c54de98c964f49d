"""Runs through the API client: made, read, changed, listed, deleted."""

import client

api = client.new_client()
run_id = client.create_run(
    api,
    "managed run",
    dataset_id="EXT-conformance",
    datapoint_ids=["EXT-one"],
    configuration={"model": "a", "kept": True},
    metadata={"kept": 1},
    status="pending",
)
made = client.get_run(api, run_id)
client.update_run(
    api, run_id, name="renamed run", configuration={"model": "b"}, metadata={"added": 2}, status="completed"
)
changed = client.get_run(api, run_id)
doomed = client.create_run(api, "doomed run")
listed = [run["run_id"] for run in client.list_runs(api)]
deleted = client.delete_run(api, doomed)
left = [run["run_id"] for run in client.list_runs(api)]
client.report(
    runId=run_id, doomed=doomed, made=made, changed=changed, listed=listed, deleted=deleted, left=left
)
