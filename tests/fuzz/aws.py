"""AWS below the handlers: moto's DynamoDB as strict as AWS's, every other service in memory.

botocore asks ``_before_call`` before each request, whoever made the client. So it does not matter
how a function gets its clients.
"""

from __future__ import annotations

import copy
import json
import os
import urllib.parse
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import boto3
import botocore.handlers
from moto import mock_aws
from moto.core.exceptions import ServiceException
from moto.core.responses import ActionResult
from moto.core.utils import camelcase_to_underscores
from moto.dynamodb.models import dynamodb_backends
from moto.dynamodb.models.utilities import dynamo_json_dump
from moto.dynamodb.responses import DynamoHandler
from werkzeug.exceptions import HTTPException

from contract import tables

REGION, ACCOUNT = "us-east-1", "123456789012"
MARK = "fuzz-9f2c"
"""Part of every name that no client may read."""
KEYS: dict[str, tuple[str, ...]] = {
    name.removesuffix("_KEY"): key
    for name, key in vars(tables).items()
    if name.endswith("_KEY") and isinstance(key, tuple)
}
TABLES = {name: f"{MARK}-{name.lower()}" for name in KEYS}
ENVIRONMENT = {
    **{f"{name}_TABLE": table for name, table in TABLES.items()},
    "STATE_MACHINE_ARN": f"arn:aws:states:{REGION}:{ACCOUNT}:stateMachine:{MARK}",
    "EVENT_BUS_ARN": f"arn:aws:events:{REGION}:{ACCOUNT}:event-bus/{MARK}",
    "MANAGEMENT_ENDPOINT": f"https://{MARK}.execute-api.{REGION}.amazonaws.com/live",
    "ALLOWED_ORIGINS": "https://shop.example.com,http://127.0.0.1:8080",
    "CONNECTION_TTL_SECONDS": "7200",
    "MAX_CONNECTIONS_PER_USER": "3",
    "REPLAY_WINDOW_HOURS": "24",
    "SUBSCRIPTION_CHECK_SECONDS": "600",
    "CHECKOUTS_PER_MINUTE": "1000",
    **{
        name: f"https://sqs.{REGION}.amazonaws.com/{ACCOUNT}/{MARK}"
        for name in ("DEAD_LETTER_QUEUE_URL", "PUSH_QUEUE_URL", "PUSH_DEAD_LETTER_QUEUE_URL")
    },
    "POWERTOOLS_SERVICE_NAME": "fuzz",
    "POWERTOOLS_METRICS_NAMESPACE": "fuzz",
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_DEFAULT_REGION": REGION,
    "AWS_REGION": REGION,
    "AWS_EXECUTION_ENV": "AWS_Lambda_python3.13",
}
TABLE_ID = "11111111-2222-3333-4444-555555555555"
"""moto gives a table no id."""
READS = {"GetItem", "Query", "Scan", "BatchGetItem", "DescribeTable", "TransactGetItems"}
Rows = dict[tuple[str, str, str], Any]
"""(table, partition key, sort key) -> the row, as DynamoDB has it."""


@dataclass
class Effects:
    """What one invocation did outside of the tables."""

    frames: list[tuple[str, str]] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)
    started: list[dict[str, Any]] = field(default_factory=list)
    announced: list[dict[str, Any]] = field(default_factory=list)
    sent: list[dict[str, Any]] = field(default_factory=list)
    changed_visibility: int = 0
    wrote: bool = False


class Aws:
    """One fake account. ``open_connections`` get frames; every other connection answers 410."""

    def __init__(self, more_environment: Mapping[str, str]) -> None:
        os.environ.pop("AWS_PROFILE", None)
        os.environ.pop("AWS_ENDPOINT_URL", None)
        os.environ.update(ENVIRONMENT | dict(more_environment))
        mock_aws().start()
        botocore.handlers.BUILTIN_HANDLERS.append(("before-call", self._before_call))
        boto3.setup_default_session()
        self.effects = Effects()
        self.open_connections: set[str] = set()
        self.last_body: dict[str, Any] = {}
        self.client: Any = boto3.resource("dynamodb", region_name=REGION).meta.client
        for name, keys in KEYS.items():
            self.client.create_table(
                TableName=TABLES[name],
                BillingMode="PAY_PER_REQUEST",
                AttributeDefinitions=[{"AttributeName": k, "AttributeType": "S"} for k in keys],
                KeySchema=[
                    {"AttributeName": key, "KeyType": kind}
                    for key, kind in zip(keys, ("HASH", "RANGE"), strict=False)
                ],
            )
        self._saved: dict[str, Any] = {}

    def put(self, table: str, item: Mapping[str, Any]) -> None:
        """A row that is there before the input."""
        self.client.put_item(TableName=TABLES[table], Item=dict(item))

    def save(self) -> None:
        """What ``restore`` goes back to."""
        self._saved = {name: copy.deepcopy(each.items) for name, each in _moto_tables().items()}

    def restore(self) -> Effects:
        """Forget every write and effect; the new effects."""
        if self.effects.wrote:
            for name, each in _moto_tables().items():
                each.items = copy.deepcopy(self._saved[name])
        self.effects = Effects()
        return self.effects

    def restore_effects(self) -> None:
        """Forget what was done outside of the tables, and no write."""
        self.effects = Effects()

    def rows(self) -> Rows:
        """Every row of every table."""
        found: Rows = {}
        for name, table in _moto_tables().items():
            for partition, held in table.items.items():
                by_sort = held if isinstance(held, dict) else {None: held}
                for sort, item in by_sort.items():
                    key = (name, partition.value, sort.value if sort else "")
                    found[key] = item.to_json()["Attributes"]
        return found

    def _before_call(self, model: Any, params: Mapping[str, Any], **_: Any) -> Any:
        service, operation = model.service_model.service_name, model.name
        if service == "dynamodb":
            self.effects.wrote |= operation not in READS
            body = self.last_body = json.loads(params["body"])
            if operation == "DescribeTable":
                return _answer({"Table": {"TableId": TABLE_ID}})
            why = _refused_by_dynamodb(body)
            return _error("ValidationException", 400, why) if why else _by_moto(operation, body)
        if service == "apigatewaymanagementapi":
            return self._connection(operation, params)
        body = json.loads(params.get("body") or b"{}")
        if operation == "StartExecution":
            return self._start(body)
        if operation == "PutEvents":
            self.effects.announced += body["Entries"]
            ids = [{"EventId": "1"} for _ in body["Entries"]]
            return _answer({"FailedEntryCount": 0, "Entries": ids})
        if operation in ("SendMessage", "SendMessageBatch"):
            self.effects.sent += body.get("Entries", [body])
            done = [{"Id": one.get("Id", ""), "MessageId": "1"} for one in body.get("Entries", [])]
            return _answer({"MessageId": "1", "Successful": done, "Failed": []})
        if operation.startswith("ChangeMessageVisibility"):
            self.effects.changed_visibility += 1
            done = [{"Id": one["Id"]} for one in body.get("Entries", [])]
            return _answer({"Successful": done, "Failed": []})
        raise AssertionError(f"the fuzz suite has no fake for {service}:{operation}")

    def _connection(self, operation: str, params: Mapping[str, Any]) -> Any:
        connection = urllib.parse.unquote(params["url_path"].rsplit("/", 1)[1])
        if connection not in self.open_connections:
            return _error("GoneException", 410, "")
        if operation == "PostToConnection":
            body = params["body"]
            text = body if isinstance(body, str) else bytes(body).decode()
            if len(text.encode()) > 128 * 1024:
                return _error("PayloadTooLargeException", 413, "")
            self.effects.frames.append((connection, text))
        elif operation == "DeleteConnection":
            self.effects.closed.append(connection)
        return _answer({"ConnectedAt": 0} if operation == "GetConnection" else {})

    def _start(self, body: dict[str, Any]) -> Any:
        name, text = str(body.get("name")), body["input"]
        if not 1 <= len(name) <= 80 or set(name) & set(' \t\n<>{}[]?*"#%\\^|~`$&,;:/'):
            return _error("InvalidName", 400, name)
        if len(text.encode()) > 256 * 1024:
            return _error("InvalidExecutionInput", 400, "too large")
        self.effects.started.append({"name": name, "input": json.loads(text)})
        return _answer({"executionArn": "arn", "startDate": 0})


def _moto_tables() -> dict[str, Any]:
    found: dict[str, Any] = dynamodb_backends[ACCOUNT][REGION].tables
    return found


def _by_moto(operation: str, body: dict[str, Any]) -> Any:
    """The answer without HTTP between, which takes most of a call's time; ``None`` for moto's own
    way, which calls on tables take."""
    if operation.endswith("Table"):
        return None
    handler: Any = DynamoHandler()
    handler.region, handler.current_account = REGION, ACCOUNT
    handler.body, handler.headers = body, {}
    try:
        answered = getattr(handler, camelcase_to_underscores(operation))()
    except ServiceException as error:
        return _error(error.code, 400, str(error.message))
    except HTTPException as error:
        said = json.loads(str(error.description))
        code = str(said["__type"]).rsplit("#", 1)[-1]
        http, parsed = _error(code, 400, str(said.get("message")))
        return http, parsed | {"CancellationReasons": said.get("CancellationReasons", [])}
    result = answered.result if isinstance(answered, ActionResult) else json.loads(answered)
    return _answer(json.loads(dynamo_json_dump(result)))


def _answer(parsed: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
    return SimpleNamespace(status_code=200), {
        **parsed, "ResponseMetadata": {"HTTPStatusCode": 200}
    }  # fmt: skip


def _error(code: str, status: int, message: str) -> tuple[Any, dict[str, Any]]:
    parsed = {"Error": {"Code": code, "Message": f"{MARK} {message}"}}
    return SimpleNamespace(status_code=status), {
        **parsed, "ResponseMetadata": {"HTTPStatusCode": status}
    }  # fmt: skip


def _refused_by_dynamodb(value: Any, levels: int = 0, key: bool = False) -> str:
    """Why AWS refuses the request where moto does not; empty if it does not."""
    if isinstance(value, str):
        try:
            value.encode()
        except UnicodeEncodeError:
            return "half of a surrogate pair"
        return ""
    if isinstance(value, list):
        inner = [(one, key) for one in value]
    elif isinstance(value, dict):
        if set(value) == {"N"} and len(str(value["N"]).strip("-").split("E")[0]) > 39:
            return "more than 38 significant digits"
        if key and set(value) == {"S"} and not 0 < len(value["S"].encode()) <= 2048:
            return "a key that is empty or larger than 2048 bytes"
        inner = [(one, key or name in ("Key", "Keys")) for name, one in value.items()]
        inner += [(name, False) for name in value]
    else:
        return ""
    if levels > 80:
        return "more than 32 levels"
    return next((why for one, k in inner if (why := _refused_by_dynamodb(one, levels + 1, k))), "")
