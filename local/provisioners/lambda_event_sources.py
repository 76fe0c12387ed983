"""Event source mappings: queues and streams that invoke a function."""

from __future__ import annotations

from typing import Any

from local.provisioners.registry import Clients, Inputs, creates


@creates("aws:lambda/eventSourceMapping:EventSourceMapping")
def event_source_mapping(clients: Clients, inputs: Inputs) -> tuple[str, dict[str, Any]]:
    arguments = inputs.present(
        "eventSourceArn", "functionName", "batchSize", "maximumBatchingWindowInSeconds",
        "functionResponseTypes", "startingPosition", "bisectBatchOnFunctionError",
        "maximumRetryAttempts", "maximumRecordAgeInSeconds",
    )  # fmt: skip
    if criteria := inputs.take("filterCriteria"):
        filters = [{"Pattern": each["pattern"]} for each in criteria["filters"]]
        arguments["FilterCriteria"] = {"Filters": filters}
    if destination := inputs.take("destinationConfig"):
        arn = destination["onFailure"]["destinationArn"]
        arguments["DestinationConfig"] = {"OnFailure": {"Destination": arn}}
    if scaling := inputs.take("scalingConfig"):
        arguments["ScalingConfig"] = {"MaximumConcurrency": scaling["maximumConcurrency"]}
    made = clients.client("lambda").create_event_source_mapping(**arguments)
    return made["UUID"], {"uuid": made["UUID"], "functionArn": made["FunctionArn"]}
