"""The fields that the Amazon States Language gives to each kind of state."""

from __future__ import annotations

ALL = {"Type", "Comment", "QueryLanguage"}
ENDING = {"Next", "End"}
# Fields of both query languages, JSONPath and JSONata.
TASK = ENDING | {
    "Assign", "Resource", "Retry", "Catch", "TimeoutSeconds", "HeartbeatSeconds", "Credentials",
}  # fmt: skip
PARALLEL = ENDING | {"Assign", "Branches", "Retry", "Catch"}
MAP = ENDING | {
    "Assign", "ItemProcessor", "ItemSelector", "ItemReader", "ItemBatcher", "ResultWriter", "Label",
    "MaxConcurrency", "ToleratedFailureCount", "ToleratedFailurePercentage", "Retry", "Catch",
}  # fmt: skip
FAIL = {"Error", "Cause"}
PATHS = ALL | {"InputPath", "OutputPath"}
RESULT = {"Parameters", "ResultPath", "ResultSelector"}
JSON_PATH: dict[str, set[str]] = {
    "Task": PATHS | TASK | RESULT | {"TimeoutSecondsPath", "HeartbeatSecondsPath"},
    "Pass": PATHS | ENDING | {"Assign", "Result", "ResultPath", "Parameters"},
    "Choice": PATHS | {"Assign", "Choices", "Default"},
    "Wait": PATHS | ENDING | {"Assign", "Seconds", "Timestamp", "SecondsPath", "TimestampPath"},
    "Succeed": PATHS,
    "Fail": ALL | FAIL | {"ErrorPath", "CausePath"},
    "Parallel": PATHS | PARALLEL | RESULT,
    "Map": PATHS | MAP | RESULT
    | {"Iterator", "ItemsPath", "MaxConcurrencyPath", "ToleratedFailureCountPath",
       "ToleratedFailurePercentagePath"},
}  # fmt: skip
JSONATA: dict[str, set[str]] = {
    "Task": ALL | TASK | {"Arguments", "Output"},
    "Pass": ALL | ENDING | {"Assign", "Output"},
    "Choice": ALL | {"Assign", "Output", "Choices", "Default"},
    "Wait": ALL | ENDING | {"Assign", "Output", "Seconds", "Timestamp"},
    "Succeed": ALL | {"Output"},
    "Fail": ALL | FAIL,
    "Parallel": ALL | PARALLEL | {"Arguments", "Output"},
    "Map": ALL | MAP | {"Items", "Output"},
}
FIELDS = {"JSONPath": JSON_PATH, "JSONata": JSONATA}
"""The fields of each state by the query language."""
