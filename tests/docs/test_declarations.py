"""The protocol documents and the page have the limits that the code declares."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest

from contract import frames as names
from contract.orders import EVENT_SOURCE, PENDING, TERMINAL_STATUSES
from functions.checkout.domain.order import QUANTITY, OrderLine, RequestedLine
from functions.checkout.domain.order_request import IDEMPOTENCY_KEY, MAX_LINES, OrderRequest
from functions.checkout.domain.product import RULES, Product
from functions.checkout.domain.rules import Text, Whole
from functions.checkout.domain.stored_order import StoredOrder
from functions.checkout.domain.wire import WireObject, is_optional, wire_name
from functions.realtime.protocol import frames
from functions.realtime.protocol.cloudevents import MAX_ID_CHARACTERS
from tests.support.documents import load, resolve
from tests.support.repository import REPO_ROOT

OPENAPI = load("openapi.yaml")
ASYNCAPI = load("asyncapi.yaml")
SCHEMAS = OPENAPI["components"]["schemas"]
LIMITS = ("type", "pattern", "minimum", "maximum", "default")


def schema_of(rule: object) -> dict[str, Any]:
    """The schema that says the same as the rule of a field."""
    if isinstance(rule, Text):
        return {"type": "string", "pattern": f"^{rule.pattern}$"}
    if isinstance(rule, Whole):
        limits = {"minimum": rule.minimum, "maximum": rule.maximum}
        return {"type": "integer", **{k: v for k, v in limits.items() if v is not None}}
    return {"type": "array"}


def documented(schema: dict[str, Any]) -> dict[str, Any]:
    """The limits of a property's schema; an enum as the pattern that says the same."""
    if "$ref" in schema:
        schema = resolve(OPENAPI, schema["$ref"]) | schema
    if "enum" in schema:
        schema = {"type": "string", "pattern": f"^{'|'.join(schema['enum'])}$"}
    return {key: schema[key] for key in LIMITS if key in schema}


def declared(kind: type[WireObject]) -> dict[str, Any]:
    """What clients may send of ``kind``, by property, with its limits and its default."""
    properties = {}
    for each in fields(kind):
        if "rule" in each.metadata:
            default = each.metadata["when_absent"]
            properties[wire_name(each.name)] = schema_of(each.metadata["rule"]) | (
                {} if default is None else {"default": default}
            )
    return properties


def test_the_request_has_the_declared_fields_with_their_limits() -> None:
    properties = dict(SCHEMAS["CheckoutRequest"]["properties"])
    lines = properties.pop("lines")

    assert {name: documented(each) for name, each in properties.items()} == declared(OrderRequest)
    assert SCHEMAS["CheckoutRequest"]["required"] == ["lines"]
    assert (lines["minItems"], lines["maxItems"]) == (1, MAX_LINES)
    line = lines["items"]
    assert {name: documented(each) for name, each in line["properties"].items()} == declared(
        RequestedLine
    )
    assert set(line["required"]) == set(line["properties"])


def test_the_idempotency_key_has_its_limit() -> None:
    (key,) = OPENAPI["paths"]["/checkout"]["post"]["parameters"]
    assert key["schema"] == schema_of(IDEMPOTENCY_KEY)


@pytest.mark.parametrize(
    ("schema", "kind"),
    [
        (SCHEMAS["Order"], StoredOrder),
        (SCHEMAS["Order"]["properties"]["lines"]["items"], OrderLine),
    ],
    ids=["order", "line"],
)
def test_the_answer_has_what_the_buyer_is_shown(
    schema: dict[str, Any], kind: type[WireObject]
) -> None:
    shown = [each for each in fields(kind) if each.metadata["shown"] or kind is OrderLine]

    assert set(schema["properties"]) == {wire_name(each.name) for each in shown}
    required = {wire_name(each.name) for each in shown if not is_optional(each)}
    assert set(schema["required"]) == required
    for each in shown:  # an answer may be wider: an order outlives the limits of its time
        stated = documented(schema["properties"][wire_name(each.name)])
        assert stated.items() <= schema_of(each.metadata["rule"]).items(), each.name


def test_the_page_lets_a_buyer_order_as_many_of_one_product_as_the_shop_accepts() -> None:
    source = (REPO_ROOT / "storefront" / "product_card.js").read_text()
    assert f"export const MOST_OF_ONE = {QUANTITY.maximum};" in source


def test_the_statuses_are_the_contracts() -> None:
    assert SCHEMAS["Status"]["enum"] == [PENDING, *TERMINAL_STATUSES]


def test_a_product_has_what_the_shop_shows() -> None:
    product = SCHEMAS["Product"]
    assert set(product["properties"]) == set(Product.__annotations__)
    assert set(product["properties"]) - set(product["required"]) == {"description"}
    for name, rule in RULES.items():
        stated = documented(product["properties"][name])
        assert stated.items() <= schema_of(rule).items(), name
    numbers = [name for name, rule in RULES.items() if isinstance(rule, Whole)]
    assert all("maximum" in documented(product["properties"][name]) for name in numbers)


@pytest.mark.parametrize(("frame", "name"), frames.CONTROL_FRAMES.items())
def test_a_control_frame_has_the_declared_fields(
    frame: type[frames.Resumed] | type[frames.Error], name: str
) -> None:
    schema = ASYNCAPI["components"]["schemas"][name.removeprefix(names.CONTROL_PREFIX)]

    assert schema["properties"]["type"] == {"const": name}
    spelled = {field: frames.camel_case(field) for field in frame._fields}
    assert set(schema["properties"]) == {"type", *spelled.values()}
    required = spelled.keys() - frame._field_defaults.keys()
    assert set(schema["required"]) == {"type", *(spelled[field] for field in required)}


def test_the_protocols_names_are_the_contracts() -> None:
    schemas = ASYNCAPI["components"]["schemas"]

    assert schemas["error"]["properties"]["code"]["enum"] == list(names.ERROR_CODES)
    controls = {
        schemas[name]["properties"]["type"]["const"] for name in ("resumed", "pong", "error")
    }
    assert controls == set(names.CONTROL_TYPES)
    actions = {schemas[name]["properties"]["action"]["const"] for name in ("resume", "ping")}
    assert actions == set(names.ACTIONS)
    assert schemas["sequence"]["pattern"] == f"^[0-9]{{{names.SEQUENCE_DIGITS}}}$"
    assert schemas["epoch"]["pattern"] == f"^[0-9a-f]{{{names.EPOCH_DIGITS}}}$"
    assert schemas["event"]["properties"]["id"]["maxLength"] == MAX_ID_CHARACTERS
    assert schemas["event"]["if"]["properties"]["source"]["const"] == EVENT_SOURCE
    assert schemas["orderOutcome"]["properties"]["status"]["enum"] == list(TERMINAL_STATUSES)
    assert ASYNCAPI["info"]["title"] == names.PROTOCOL
