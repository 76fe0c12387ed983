"""moto's DynamoDB, asked without HTTP between.

Signing a request, finding moto's function by the address, and writing and reading the answer as
bytes take four fifths of a call's time. What botocore checks of the arguments and what moto checks
and does stay: they are called as they are.
"""

from __future__ import annotations

import base64
import json
from types import SimpleNamespace
from typing import Any

from botocore.parsers import create_parser
from moto.core.exceptions import ServiceException
from moto.core.responses import ActionResult
from moto.core.utils import camelcase_to_underscores
from moto.dynamodb.models.utilities import dynamo_json_dump
from moto.dynamodb.responses import DynamoHandler
from werkzeug.exceptions import HTTPException

REGION, ACCOUNT = "us-east-1", "123456789012"
Answer = tuple[Any, dict[str, Any]]
"""A response's status, and what botocore read of its body."""
_PARSER = create_parser("json")


def without_http(client: Any) -> Any:
    """The client, within ``mock_aws`` and in the region, whose calls on items are short."""
    client.meta.events.register("before-call.dynamodb", _before_call)
    client._user_agent_creator.to_string = lambda: "tests"  # made anew for each call
    return client


def _before_call(model: Any, params: dict[str, Any], **_: Any) -> Answer | None:
    return answered(model, _read(params["body"].decode()))


def answered(model: Any, body: dict[str, Any]) -> Answer | None:
    """The answer to an operation; ``None`` for one on tables, which moto's own way has to take."""
    if model.name.endswith(("Table", "Tables", "TimeToLive")):
        return None
    handler = _handler(model.name, body)
    try:
        given = getattr(handler, camelcase_to_underscores(model.name))()
    except ServiceException as error:
        return _parsed(model, *handler.serialized(ActionResult(error)))
    except HTTPException as error:
        return _parsed(model, int(error.code or 500), dict(error.get_headers()), error.description)
    result = given.result if isinstance(given, ActionResult) else json.loads(given)
    # As text between: who changes the answer must not change the table.
    parsed = _read(dynamo_json_dump(result))
    modelled = {name: parsed[name] for name in model.output_shape.members if name in parsed}
    return _status(200), modelled | {"ResponseMetadata": {"HTTPStatusCode": 200}}


def _handler(operation: str, body: dict[str, Any]) -> Any:
    handler: Any = DynamoHandler()
    handler.region, handler.current_account = REGION, ACCOUNT
    handler.body, handler.response_headers = body, {}
    handler.headers = {
        "X-Amz-Target": f"DynamoDB_20120810.{operation}",
        "Content-Type": "application/x-amz-json-1.0",
    }
    return handler


def _parsed(model: Any, status: int, headers: dict[str, Any], body: Any) -> Answer:
    """An error as botocore reads it from moto's bytes."""
    content = body if isinstance(body, bytes) else str(body).encode()
    response = {"status_code": status, "headers": headers, "body": content}
    parsed = _PARSER.parse(response, model.output_shape)
    shape = model.service_model.shape_for_error_code(parsed["Error"]["Code"])
    more = _PARSER.parse(response, shape) if shape is not None else {}
    return _status(status), parsed | more


def _read(text: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(text, object_hook=_bytes if '"B' in text else None)
    return found


def _bytes(value: dict[str, Any]) -> dict[str, Any]:
    """An attribute's bytes, which are base64 in JSON."""
    if isinstance(value.get("B"), str):
        return {"B": base64.b64decode(value["B"])}
    if isinstance(value.get("BS"), list):
        return {"BS": [base64.b64decode(one) for one in value["BS"]]}
    return value


def _status(code: int) -> SimpleNamespace:
    return SimpleNamespace(status_code=code)
