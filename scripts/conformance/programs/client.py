"""What every program needs of the installed `honeyhive`, with the spellings of its versions in this one place.

The 1.0.0rc releases have another API client (`client.evaluations`, requests by model only), so `IS_PREVIEW` decides here
and nowhere else.
"""

import importlib.metadata
import inspect
import json
import os
import sys

VERSION = importlib.metadata.version("honeyhive")
IS_PREVIEW = "rc" in VERSION
SERVER = os.environ["CONFORMANCE_SERVER"]
KEY = "any"
# A server without keys files under this what names no project, as most calls of these clients do.
PROJECT = "default"

_elsewhere = []


def _stay_on_this_machine(event, arguments):
    """Refuses, and remembers, every connection and look-up that would leave the machine."""
    if event == "socket.connect":
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else "localhost"
    elif event == "socket.getaddrinfo":
        host = arguments[0]
    else:
        return
    if isinstance(host, bytes):
        host = host.decode()
    if host not in (None, "", "localhost", "127.0.0.1", "::1"):
        _elsewhere.append(host)
        raise ConnectionRefusedError(f"a conformance program may not reach {host}")


sys.addaudithook(_stay_on_this_machine)

# After the hook, so that an import that calls home is seen too.
from honeyhive import HoneyHive, HoneyHiveTracer  # noqa: E402
from honeyhive import experiments  # noqa: E402
from honeyhive import models  # noqa: E402


def report(**ids):
    """Prints the line the checks start from: what the program made, and who else it tried to reach."""
    print("report " + json.dumps({"version": VERSION, "elsewhere": _elsewhere, **ids}, default=str))


def accepted(function, options):
    """Those options that this version's function has a parameter for."""
    return {name: value for name, value in options.items() if name in inspect.signature(function).parameters}


def evaluate(function, **options):
    """`evaluate()`; answers what it returned, as JSON."""
    fixed = accepted(experiments.evaluate, {"server_url": SERVER, "api_key": KEY, "print_results": False})
    result = experiments.evaluate(function=function, **fixed, **options)
    return {
        "runId": result.run_id,
        "status": result.status,
        "success": result.success,
        "passed": result.passed,
        "failed": result.failed,
        "metrics": _aggregates(result.metrics),
    }


def _aggregates(metrics):
    """Aggregate by metric; None for the preview, which looks for the metrics beside `details` instead of in it."""
    if IS_PREVIEW:
        return None
    return {name: metrics.get_metric(name).aggregate for name in metrics.list_metrics()}


def new_tracer(name, source="conformance", **options):
    """A tracer with a session of its own, started over REST by its constructor."""
    project = {"project": PROJECT} if IS_PREVIEW else {}
    return HoneyHiveTracer.init(
        api_key=KEY, server_url=SERVER, source=source, session_name=name, **project, **options
    )


def new_client():
    if IS_PREVIEW:
        return HoneyHive(api_key=KEY, server_url=SERVER)
    return HoneyHive(api_key=KEY, base_url=SERVER)


def create_event(client, **event):
    """The id of the event that the API client made."""
    if IS_PREVIEW:
        request = models.CreateEventRequest(project=PROJECT, **event)
        return client.events.create_event(request).event_id
    return client.events.create(models.PostEventRequest(event=event)).event_id


def create_event_batch(client, events):
    """The ids of the events that one request made."""
    if IS_PREVIEW:
        requests = [models.CreateEventRequest(project=PROJECT, **event) for event in events]
        return client.events.create_event_batch_from_list(requests).event_ids
    return client.events.create_batch(models.PostEventBatchRequest(events=events)).event_ids


def naming(event_id):
    """The argument of `enrich_span` that names the current span's event."""
    return {"event_id": event_id} if IS_PREVIEW else {"update_event_id": event_id}


def update_event(client, event_id, **fields):
    if IS_PREVIEW:
        from honeyhive.api.events import UpdateEventRequest

        client.events.update_event(UpdateEventRequest(event_id, **fields))
    else:
        client.events.update(models.UpdateEventRequest(event_id=event_id, **fields))


def export(client, filters, date_range=None, limit=1000, page=1):
    """`(events, total)` of an export; every filter is a dict with field, operator, value and type."""
    if IS_PREVIEW:
        parsed = [models.EventFilter(**condition) for condition in filters]
        answer = client.events.get_events(PROJECT, parsed, date_range=date_range, limit=limit, page=page)
        return [event.model_dump(mode="json") for event in answer["events"]], answer["totalEvents"]
    answer = client.events.export(filters=filters, date_range=date_range, limit=limit, page=page)
    events = [event if isinstance(event, dict) else event.model_dump(mode="json") for event in answer.events]
    return events, answer.total_events


def create_dataset(client, name, datapoints):
    """A dataset on the server with these datapoints (dicts of inputs and ground_truth): its id and theirs, in order."""
    if IS_PREVIEW:
        ids = [
            client.datapoints.create_datapoint(
                models.CreateDatapointRequest(project=PROJECT, **datapoint)
            ).field_id
            for datapoint in datapoints
        ]
        request = models.CreateDatasetRequest(project=PROJECT, name=name, datapoints=ids)
        return client.datasets.create_dataset(request)._id, ids
    dataset_id = client.datasets.create(models.CreateDatasetRequest(name=name)).result.insertedId
    rows = [{**datapoint["inputs"], **datapoint["ground_truth"]} for datapoint in datapoints]
    mapping = {"inputs": list(datapoints[0]["inputs"]), "ground_truth": list(datapoints[0]["ground_truth"])}
    answer = client.datasets.add_datapoints(
        dataset_id,
        models.AddDatapointsToDatasetRequest(data=rows, mapping={"history": [], **mapping}),
    )
    return dataset_id, answer.datapoint_ids


def list_datasets(client):
    """The datasets of the project as this version reads them."""
    if IS_PREVIEW:
        return [dataset.model_dump(mode="json") for dataset in client.datasets.list_datasets(project=PROJECT)]
    return [dataset.model_dump(mode="json") for dataset in client.datasets.list().datasets]


def rename_dataset(client, dataset_id, name):
    if IS_PREVIEW:
        client.datasets.update_dataset(dataset_id, models.DatasetUpdate(dataset_id=dataset_id, name=name))
    else:
        client.datasets.update(models.UpdateDatasetRequest(dataset_id=dataset_id, name=name))


def delete_dataset(client, dataset_id):
    remove = client.datasets.delete_dataset if IS_PREVIEW else client.datasets.delete
    remove(dataset_id)


def get_datapoint(client, datapoint_id):
    if IS_PREVIEW:
        return client.datapoints.get_datapoint(datapoint_id).model_dump(mode="json")
    return client.datapoints.get(datapoint_id).datapoint[0].model_dump(mode="json")


def update_datapoint(client, datapoint_id, **fields):
    request = models.UpdateDatapointRequest(**fields)
    change = client.datapoints.update_datapoint if IS_PREVIEW else client.datapoints.update
    change(datapoint_id, request)


def delete_datapoint(client, datapoint_id):
    """False where this version cannot."""
    if IS_PREVIEW:
        return False
    client.datapoints.delete(datapoint_id)
    return True


def _runs(client):
    return client.evaluations if IS_PREVIEW else client.experiments


def create_run(client, name, **fields):
    """The id of the run made."""
    if IS_PREVIEW:
        request = models.CreateRunRequest(project=PROJECT, name=name, event_ids=[], **fields)
    else:
        request = models.PostExperimentRunRequest(name=name, event_ids=[], **fields)
    return str(_runs(client).create_run(request).run_id)


def update_run(client, run_id, **fields):
    request = models.UpdateRunRequest if IS_PREVIEW else models.PutExperimentRunRequest
    _runs(client).update_run(run_id, request(**fields))


def get_run(client, run_id):
    return _run_json(_runs(client).get_run(run_id).evaluation)


def list_runs(client):
    return [_run_json(run) for run in _runs(client).list_runs(limit=100).evaluations]


def delete_run(client, run_id):
    """Whether the server said that the run is gone."""
    return _runs(client).delete_run(run_id).deleted


def compare_runs(client, new_run_id, old_run_id):
    """The comparison that `honeyhive.experiments.compare_runs` returns, as JSON."""
    comparison = experiments.compare_runs(client, new_run_id=new_run_id, old_run_id=old_run_id, **_no_project())
    return {
        "common": comparison.common_datapoints,
        "deltas": comparison.metric_deltas,
        "improved": comparison.list_improved_metrics(),
        "degraded": comparison.list_degraded_metrics(),
    }


def compare_run_events(client, new_run_id, old_run_id, **options):
    """Pairs of events of both runs, and how many there are, as the server answered."""
    answer = _runs(client).compare_run_events(new_run_id=new_run_id, old_run_id=old_run_id, **options)
    return answer if isinstance(answer, dict) else answer.model_dump(mode="json")


def _no_project():
    parameter = inspect.signature(experiments.compare_runs).parameters.get("project_id")
    is_needed = parameter is not None and parameter.default is inspect.Parameter.empty
    return {"project_id": PROJECT} if is_needed else {}


def _run_json(run):
    """A run as JSON; the preview's type of its id dumps as an empty object."""
    return {**run.model_dump(mode="json"), "run_id": str(run.run_id)}
