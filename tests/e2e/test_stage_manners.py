"""What the local stage must not do: leak a token, let a role do more than it may."""

from __future__ import annotations

import base64
import json
import secrets
import time
from collections.abc import Callable
from typing import Any

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

from local.code_reload import CodeReload
from local.function_logs import FunctionLogs
from local.local_stage import LocalStage
from local.provisioners.lambda_ import RUNTIME, zip_of
from local.trials.buyer import Buyer

pytestmark = pytest.mark.xdist_group("stage")


def all_log_text(stage: LocalStage) -> str:
    """Every log group of the stage, the state machine's included, and the emulator's own log."""
    logs = stage.client("logs")
    groups = [
        group["logGroupName"]
        for page in logs.get_paginator("describe_log_groups").paginate()
        for group in page["logGroups"]
    ]
    lines = [
        event["message"]
        for name in groups
        for page in logs.get_paginator("filter_log_events").paginate(logGroupName=name)
        for event in page["events"]
    ]
    assert lines
    return "\n".join([*lines, stage.emulator.log_text()])


def aged(token: str) -> str:
    """The token with an ``exp`` in the past; its signature no longer fits, as for any forgery."""
    head, payload, signature = token.split(".")
    claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    claims["exp"] = int(time.time()) - 3600
    forged = base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=").decode()
    return f"{head}.{forged}.{signature}"


def test_the_token_is_in_no_log_after_a_purchase_and_a_refused_handshake(
    stage: LocalStage, ada: Buyer
) -> None:
    page = ada.open_page()
    bought = ada.check_out("mug-02", secrets.token_hex(8))
    page.wait_for("order.finalized", bought.body["orderId"])
    page.close()
    with pytest.raises(InvalidStatus):
        connect(
            stage.outputs["websocket_url"],
            origin=Origin("https://elsewhere.example"),
            subprotocols=[Subprotocol("realtime.v1"), Subprotocol(f"bearer.{ada.token}")],
            proxy=None,
        )
    text = all_log_text(stage)
    assert ada.token not in text
    assert ada.token.split(".")[2] not in text


def forged_algorithm(token: str) -> str:
    """The token under a head that names the issuer's RSA key for an elliptic signature."""
    head, payload, signature = token.split(".")
    named = json.loads(base64.urlsafe_b64decode(head + "=" * (-len(head) % 4)))
    forged = json.dumps({**named, "alg": "ES256"}).encode()
    return f"{base64.urlsafe_b64encode(forged).rstrip(b'=').decode()}.{payload}.{signature}"


@pytest.mark.parametrize("forged", [aged, forged_algorithm])
def test_a_forged_or_expired_token_is_answered_401(
    stage: LocalStage, ada: Buyer, forged: Callable[[str], str]
) -> None:
    protocols = ["realtime.v1", f"bearer.{forged(ada.token)}"]
    with pytest.raises(InvalidStatus) as refusal:
        connect(
            stage.outputs["websocket_url"],
            origin=Origin(stage.outputs["storefront_url"]),
            subprotocols=[Subprotocol(name) for name in protocols],
            proxy=None,
        )
    assert refusal.value.response.status_code == 401


def test_a_function_may_not_read_a_table_that_its_role_does_not_name(stage: LocalStage) -> None:
    """The same function and role, once pointed at a table that the role does not name."""
    functions = stage.client("lambda")
    record = stage.provisioner.functions["checkout-list-products-function"]
    known = functions.get_function_configuration(FunctionName=record.physical_name)
    variables = known["Environment"]["Variables"]
    name = f"nosy-{secrets.token_hex(4)}"
    functions.create_function(
        FunctionName=name,
        Runtime=RUNTIME,
        Handler=known["Handler"],
        Role=known["Role"],
        Timeout=10,
        Environment={"Variables": variables | {"PRODUCTS_TABLE": stage.outputs["orders_table"]}},
        Code={"ZipFile": zip_of(record.files)},
    )
    try:
        allowed, refused = (invoke(functions, each) for each in (record.physical_name, name))
    finally:
        functions.delete_function(FunctionName=name)
    assert allowed["statusCode"] == 200
    # The client learns nothing; the reason is in the function's own log.
    assert refused["statusCode"] == 500
    events = stage.client("logs").filter_log_events(logGroupName=f"/aws/lambda/{name}")["events"]
    assert any("AccessDeniedException" in event["message"] for event in events)


def invoke(functions: Any, name: str) -> dict[str, Any]:
    event = {"version": "2.0", "headers": {}, "requestContext": {"requestId": "1"}}
    answer = functions.invoke(FunctionName=name, Payload=json.dumps(event))
    result: dict[str, Any] = json.loads(answer["Payload"].read())
    return result


def test_the_running_stages_log_tail_works_and_repeats_nothing(
    stage: LocalStage, ada: Buyer
) -> None:
    with pytest.raises(InvalidStatus):
        connect(
            stage.outputs["websocket_url"],
            origin=Origin("https://elsewhere.example"),
            subprotocols=[Subprotocol("realtime.v1"), Subprotocol(f"bearer.{ada.token}")],
            proxy=None,
        )
    logs = FunctionLogs(stage)

    first = list(logs.new_lines())

    refused = ("notifier-authorize-connection", "foreign origin")
    assert any(name == refused[0] and refused[1] in line for name, line in first), first
    assert [line for line in logs.new_lines() if line in first] == []


def test_a_reloaded_function_still_answers(stage: LocalStage) -> None:
    reload = CodeReload(stage.provisioner)
    assert reload.reload_changed() == []
    stage.provisioner.update_function_code("checkout-list-products-function")
    record = stage.provisioner.functions["checkout-list-products-function"]
    assert invoke(stage.client("lambda"), record.physical_name)["statusCode"] == 200
