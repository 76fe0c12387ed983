"""No property of a resource is dropped in silence, inside objects too."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from local.program.wire import Archive
from local.provisioners import Planner, UnhandledPropertyError
from local.provisioners.inputs import Inputs

UNKNOWN = {"unheardOf": 1}
FUNCTION = {"runtime": "python3.13", "handler": "a.b", "role": "r", "code": Archive(None, {})}
TABLE = {"billingMode": "PAY_PER_REQUEST", "hashKey": "id",
         "attributes": [{"name": "id", "type": "S"}]}  # fmt: skip
SOURCE = {"eventSourceArn": "arn", "functionName": "f"}
TARGET = {"rule": "r", "arn": "arn"}

OBJECTS: list[tuple[str, dict[str, Any], dict[str, Any], str]] = [
    ("aws:lambda/function:Function", FUNCTION, {"loggingConfig": UNKNOWN},
     "loggingConfig.unheardOf"),
    ("aws:lambda/function:Function", FUNCTION, {"environment": UNKNOWN}, "environment.unheardOf"),
    ("aws:lambda/eventSourceMapping:EventSourceMapping", SOURCE,
     {"filterCriteria": {"filters": [{"pattern": "{}"}, UNKNOWN]}},
     "filterCriteria.filters[1].unheardOf"),
    ("aws:lambda/eventSourceMapping:EventSourceMapping", SOURCE,
     {"destinationConfig": {"onFailure": {"destinationArn": "arn", **UNKNOWN}}},
     "destinationConfig.onFailure.unheardOf"),
    ("aws:lambda/eventSourceMapping:EventSourceMapping", SOURCE, {"scalingConfig": UNKNOWN},
     "scalingConfig.unheardOf"),
    ("aws:dynamodb/table:Table", TABLE, {"ttl": {"enabled": True, "attributeName": "t", **UNKNOWN}},
     "ttl.unheardOf"),
    ("aws:dynamodb/table:Table", TABLE,
     {"attributes": [{"name": "id", "type": "S", **UNKNOWN}]}, "attributes[0].unheardOf"),
    ("aws:dynamodb/table:Table", TABLE,
     {"globalSecondaryIndexes": [{"name": "by-id", "hashKey": "id", "readCapacity": 1}]},
     "globalSecondaryIndexes[0].readCapacity"),
    ("aws:cognito/userPool:UserPool", {}, {"passwordPolicy": UNKNOWN}, "passwordPolicy.unheardOf"),
    ("aws:cognito/userPool:UserPool", {},
     {"usernameConfiguration": {"caseSensitive": False, **UNKNOWN}},
     "usernameConfiguration.unheardOf"),
    ("aws:cognito/userPoolClient:UserPoolClient", {"userPoolId": "us-east-1_x"},
     {"tokenValidityUnits": {"refreshToken": "days"}}, "tokenValidityUnits.refreshToken"),
    ("aws:apigatewayv2/api:Api", {"protocolType": "HTTP"}, {"corsConfiguration": UNKNOWN},
     "corsConfiguration.unheardOf"),
    ("aws:apigatewayv2/authorizer:Authorizer", {"apiId": "a", "authorizerType": "JWT"},
     {"jwtConfiguration": {"issuer": "i", "audiences": ["x"], **UNKNOWN}},
     "jwtConfiguration.unheardOf"),
    ("aws:cloudwatch/eventTarget:EventTarget", TARGET,
     {"deadLetterConfig": {"arn": "arn", **UNKNOWN}}, "deadLetterConfig.unheardOf"),
    ("aws:cloudwatch/eventTarget:EventTarget", TARGET, {"retryPolicy": UNKNOWN},
     "retryPolicy.unheardOf"),
]  # fmt: skip


@pytest.mark.parametrize(("resource_type", "inputs", "more", "path"), OBJECTS)
def test_an_unhandled_property_inside_an_object_is_an_error_that_names_its_path(
    tmp_path: Path, resource_type: str, inputs: dict[str, Any], more: dict[str, Any], path: str
) -> None:
    planner = Planner("us-east-1", tmp_path)

    planner.create(resource_type, "x", inputs | more)

    (limit,) = planner.limits
    assert limit.startswith(f"{resource_type} 'x' sets {path}, which its creator")


def test_log_levels_and_indexes_are_handled(tmp_path: Path) -> None:
    planner = Planner("us-east-1", tmp_path)
    levels = {"logFormat": "JSON", "applicationLogLevel": "DEBUG", "systemLogLevel": "WARN"}
    index = {
        "name": "by-id",
        "hashKey": "id",
        "projectionType": "INCLUDE",
        "nonKeyAttributes": ["a"],
    }

    planner.create("aws:lambda/function:Function", "f", FUNCTION | {"loggingConfig": levels})
    planner.create("aws:dynamodb/table:Table", "t", TABLE | {"globalSecondaryIndexes": [index]})

    assert planner.limits == []


def test_a_property_inside_an_object_that_nobody_took_is_named_with_its_path() -> None:
    values = {"filterCriteria": {"filters": [{"pattern": "{}"}, {"unheardOf": 1}]}}
    inputs = Inputs("aws:x/y:Y", "jobs", values)
    for each in inputs.nested("filterCriteria").nested_list("filters"):
        each.take("pattern")

    with pytest.raises(UnhandledPropertyError, match=r"sets filterCriteria\.filters\[1\]\.unheard"):
        inputs.finish()


def test_a_property_that_nobody_took_is_an_error_that_names_it() -> None:
    inputs = Inputs("aws:sqs/queue:Queue", "jobs", {"name": "jobs", "fifoQueue": True})
    inputs.take("name")

    with pytest.raises(UnhandledPropertyError, match="'jobs' sets fifoQueue"):
        inputs.finish()


@pytest.mark.parametrize("value", [{"a": 1}, [{"a": 1}]])
def test_an_object_cannot_be_taken_as_a_whole(value: object) -> None:
    with pytest.raises(UnhandledPropertyError, match="sets box, which is an object"):
        Inputs("t", "x", {"box": value}).take("box")


def test_a_mapping_may_have_any_keys() -> None:
    inputs = Inputs("t", "x", {"dimensions": {"service": "checkout"}})

    assert inputs.mapping("dimensions") == {"service": "checkout"}
    inputs.finish()


def test_physical_names_are_the_logical_ones_with_seven_random_digits() -> None:
    first, second = (Inputs("t", "jobs", {}).physical_name() for _ in range(2))

    assert first.startswith("jobs-")
    assert len(first) == len("jobs-") + 7
    assert first != second


def test_a_given_name_or_prefix_is_kept() -> None:
    assert Inputs("t", "jobs", {"name": "exact"}).physical_name() == "exact"
    assert Inputs("t", "jobs", {"namePrefix": "/aws/x-"}).physical_name().startswith("/aws/x-")
