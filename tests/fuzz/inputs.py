"""A valid input for each handler, as a template: bodies and tokens are still structured.

``render_*`` makes the event that AWS hands over. What a change made of a body stays in it as text.
"""

from __future__ import annotations

import copy
import json
from decimal import Context
from typing import Any

from functions.checkout.domain.order_id import derive_order_id
from tests.fuzz import issuer
from tests.support.notifier_on_moto import an_event

ORIGIN = "https://shop.example.com"
ARN = "arn:aws:execute-api:us-east-1:123456789012:api/live/$connect"
LOST_CONNECTION = "conn-grace"
"""Not Ada's: as a connection of hers it has no row."""
STORED_KEY = "key-stored"
STORED_ID = derive_order_id("ada", STORED_KEY)
LINES = [
    {"productId": "lamp", "quantity": 2, "unitPriceMinor": 1299},
    {"productId": "mug", "quantity": 1, "unitPriceMinor": 850},
]
ORDER = {
    "orderId": STORED_ID, "userId": "ada", "lines": LINES, "amountMinor": 3448, "currency": "EUR",
    "paymentToken": "tok_ok",
}  # fmt: skip
GOOD_ID = derive_order_id("grace", "good")
NOW = "2030-01-02T03:04:05.678Z"
ROW = ORDER | {"status": "PENDING", "createdAt": NOW, "updatedAt": NOW, "requestFingerprint": "f"}
ENDED = ROW | {"status": "FINALIZED", "committedAt": NOW}
_HEADER_BYTES, _FRAME_BYTES, _BODY_BYTES = 9_000, 128 * 1024, 300_000


def checkout(key: str = "key-1") -> Any:
    return {
        "headers": {"content-type": "application/json", "idempotency-key": key},
        "body": {
            "lines": [{"productId": "lamp", "quantity": 2}, {"productId": "mug", "quantity": 1}],
            "paymentToken": "tok_ok",
            "currency": "EUR",
            "amountMinor": 3448,
        },
        "isBase64Encoded": False,
        "requestContext": _signed_in(),
    }


def order_read() -> Any:
    return {
        "headers": {"accept": "application/json"},
        "pathParameters": {"orderId": STORED_ID},
        "requestContext": _signed_in(),
    }


def products_read() -> Any:
    return {
        "headers": {"accept": "application/json"},
        "queryStringParameters": {"after": "kite"},
        "rawQueryString": "after=kite",
        "requestContext": {"http": {"method": "GET"}},
    }


def _signed_in() -> Any:
    claims = {"sub": "ada", "iss": issuer.ISSUER, "token_use": "access", "exp": "1900000000"}
    return {"authorizer": {"jwt": {"claims": claims, "scopes": None}}, "requestId": "r-1"}


def handshake() -> Any:
    return {
        "type": "REQUEST",
        "methodArn": ARN,
        "headers": {"Origin": ORIGIN, "Host": "example.com"},
        "token": {
            "header": {"alg": "RS256", "kid": "rsa-1", "typ": "JWT"},
            "claims": issuer.good_claims(),
            "signer": "rsa-1",
            "sent_as": "Sec-WebSocket-Protocol",
        },
    }


def connection(kind: str, route: str, body: Any, connection_id: str) -> Any:
    context = {
        "routeKey": route,
        "eventType": kind,
        "connectionId": connection_id,
        "connectedAt": 1_800_000_000_000,
        "requestId": "r-1",
        "identity": {"sourceIp": "192.0.2.1"},
        "authorizer": {"userId": "ada", "tokenExpiresAt": "1900000000", "principalId": "ada"},
    }
    if kind == "CONNECT":
        headers = {"Origin": ORIGIN, "Sec-WebSocket-Protocol": "realtime.v1, bearer.a.b.c"}
        return {"headers": headers, "requestContext": context, "isBase64Encoded": False}
    return {"requestContext": context, "body": body, "isBase64Encoded": False}


def push() -> Any:
    event = an_event("42", source="returns", type="return.received", traceparent="00-1-2-01")
    return {"userId": "ada", "event": event}


def queue() -> Any:
    detail = {"detail-type": "realtime.push", "source": "returns", "detail": push()}
    good = detail | {
        "detail": {
            "userId": "grace",
            "event": an_event("good", source="returns", type="return.received"),
        }
    }
    return {"Records": [_message("m-0", detail), _message("m-1", good)]}


def _message(message_id: str, body: Any) -> Any:
    attributes = {"ApproximateReceiveCount": "1"}
    return {"messageId": message_id, "body": body, "receiptHandle": message_id,
            "attributes": attributes}  # fmt: skip


def stream(row: Any, kind: str) -> Any:
    records = []
    for number, order_id in ((100, STORED_ID), (101, GOOD_ID)):
        one = copy.deepcopy(row) | {"orderId": order_id}  # or a change of one would change both
        change = {"row": one, "SequenceNumber": str(number)}
        records.append({"eventID": str(number), "eventName": kind, "dynamodb": change})
    return {"Records": records}


def render_http(template: Any) -> Any:
    _headers(template)
    _texts(template["requestContext"].get("authorizer", {}).get("jwt"), "claims")
    for parameters in ("pathParameters", "queryStringParameters"):
        _texts(template, parameters)
        sent = template.pop(parameters, None)
        if sent:  # decoded from UTF-8
            template[parameters] = {_storable(name): _storable(sent[name]) for name in sent}
    _body(template, _BODY_BYTES)
    return template


def render_frame(template: Any) -> Any:
    _headers(template)
    # A Lambda authorizer's context holds texts, numbers and booleans.
    _texts(template["requestContext"], "authorizer", (str, int, float, bool, type(None)))
    _body(template, _FRAME_BYTES)
    return template


def render_handshake(template: Any) -> Any:
    made = template.pop("token", None)
    _headers(template)
    headers = template.get("headers")
    if isinstance(made, dict) and isinstance(headers, dict):
        token = issuer.token(made.get("header"), made.get("claims"), str(made.get("signer")))
        if made.get("sent_as") == "Authorization":
            headers["Authorization"] = f"Bearer {token}"
        elif made.get("sent_as"):
            headers["Sec-WebSocket-Protocol"] = f"realtime.v1, bearer.{token}"
    _headers(template)
    return template


def render_queue(template: Any) -> Any:
    for record in template["Records"]:
        if record.get("body") is None:
            record["body"] = ""  # SQS has no message without a body
        _body(record, 256 * 1024)
    return template


def render_stream(template: Any) -> Any:
    for record in template["Records"]:
        change = record["dynamodb"]
        row = change.pop("row", None)
        row = row if isinstance(row, dict) else {}
        order_id = row.get("orderId")  # the key: a row cannot be without
        row["orderId"] = order_id if isinstance(order_id, str) and order_id else STORED_ID
        image = {_storable(name): _attribute(value) for name, value in row.items()}
        change |= {"Keys": {"orderId": image["orderId"]}, "NewImage": image}
    return template


def _attribute(value: Any, levels: int = 0) -> Any:
    """The value as a stream has it; what DynamoDB does not store becomes a text."""
    if value is None or isinstance(value, bool):
        return {"NULL": True} if value is None else {"BOOL": value}
    if isinstance(value, (int, float)):
        number = Context(prec=38).create_decimal(str(value)[:200])
        stored = number.is_finite() and (number == 0 or -130 < number.adjusted() < 126)
        return {"N": f"{number.normalize():f}"} if stored else {"S": str(value)[:200]}
    if levels > 30:
        return {"S": "deep"}
    if isinstance(value, str):
        return {"S": _storable(value)}
    if isinstance(value, list):
        return {"L": [_attribute(one, levels + 1) for one in value]}
    return {"M": {_storable(name): _attribute(one, levels + 1) for name, one in value.items()}}


def _storable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def as_is(template: Any) -> Any:
    return template


def _body(holder: Any, most: int) -> None:
    """The body as text in UTF-8: a frame or request that is not never reaches a function."""
    if isinstance(holder, dict) and "body" in holder and holder["body"] is not None:
        body = holder["body"]
        text = body if isinstance(body, str) else json.dumps(body)
        holder["body"] = text.encode("utf-8", "replace")[:most].decode("utf-8", "ignore")


def _texts(holder: Any, name: str, kept: tuple[type, ...] = (str,)) -> None:
    """API Gateway hands claims and parameters over as texts."""
    if isinstance(holder, dict) and name in holder:
        values = holder[name] if isinstance(holder[name], dict) else {}
        holder[name] = {
            key: value if isinstance(value, kept) else json.dumps(value)
            for key, value in values.items()
        }


def _headers(template: Any) -> None:
    """Header names and values are texts of the bytes 0 to 255, and API Gateway bounds their sum."""
    if isinstance(template, dict) and "headers" in template:
        headers = template["headers"] if isinstance(template["headers"], dict) else {}
        template["headers"] = {
            _latin(name)[:200]: _latin(value)[:_HEADER_BYTES] for name, value in headers.items()
        }


def _latin(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value)
    return text.encode("latin-1", "replace").decode("latin-1").replace("\r", " ").replace("\n", " ")
