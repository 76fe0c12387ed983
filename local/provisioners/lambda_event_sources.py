"""Event source mappings: queues and streams that invoke a function."""

from __future__ import annotations

from local.program import Created
from local.provisioners.inputs import Inputs
from local.provisioners.registry import Clients, creates


@creates("aws:lambda/eventSourceMapping:EventSourceMapping")
def event_source_mapping(clients: Clients, inputs: Inputs) -> Created:
    arguments = inputs.present(
        "eventSourceArn", "functionName", "batchSize", "maximumBatchingWindowInSeconds",
        "functionResponseTypes", "startingPosition", "bisectBatchOnFunctionError",
        "maximumRetryAttempts", "maximumRecordAgeInSeconds",
    )  # fmt: skip
    if criteria := inputs.nested("filterCriteria"):
        filters = [each.present("pattern") for each in criteria.nested_list("filters")]
        arguments["FilterCriteria"] = {"Filters": filters}
    if destination := inputs.nested("destinationConfig"):
        arn = destination.nested("onFailure").take("destinationArn")
        arguments["DestinationConfig"] = {"OnFailure": {"Destination": arn}}
    if scaling := inputs.nested("scalingConfig"):
        arguments["ScalingConfig"] = scaling.present("maximumConcurrency")
    made = clients.client("lambda").create_event_source_mapping(**arguments)
    return Created(made["UUID"], {"uuid": made["UUID"], "functionArn": made["FunctionArn"]})
