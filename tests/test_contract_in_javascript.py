"""The JavaScript of the client and the page, which cannot import contract/, has its values."""

from __future__ import annotations

import ast
import json
import re
import shutil
import subprocess
from dataclasses import fields
from typing import Any

import pytest

from components.realtime_notifier.route_actions import _ACTION
from contract import frames, limits
from contract.orders import (
    EVENT_SOURCE,
    EVENT_TYPE_PREFIX,
    NEEDS_ATTENTION,
    OUT_OF_STOCK,
    PAYMENT_PROVIDER_TIMEOUT,
    PENDING,
    PROCESSING_FAILED,
    REFUNDED,
    TERMINAL_STATUSES,
    UNDONE_STATUSES,
)
from functions.checkout.domain.order import RequestedLine
from functions.checkout.domain.order_request import OrderRequest
from functions.checkout.domain.outcome import StoredOutcome, outcome_event
from tests.support.repository import REPO_ROOT

CLIENT, STOREFRONT = REPO_ROOT / "client", REPO_ROOT / "storefront"
NAMES = CLIENT / "internal" / "protocol.js"
STATUSES = (PENDING, *TERMINAL_STATUSES)
CONTROL_NAMES = (*frames.CONTROL_TYPES, *frames.ERROR_CODES, frames.PROTOCOL, frames.BEARER_PREFIX)


def evaluated(module: str, expression: str, argument: Any = None) -> Any:
    """The value of a JavaScript ``expression`` over ``it``, the module, and ``argument``."""
    node = shutil.which("node")
    assert node, "node is not installed; the tests in JavaScript need Node.js 18 or newer"
    script = (
        f"import * as it from {json.dumps(module)};"
        f"const argument = {json.dumps(argument)};"
        f"console.log(JSON.stringify({expression}));"
    )
    done = subprocess.run(
        [node, "--input-type=module", "-e", script], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def code_of(path: Any) -> str:
    """The file's text without comments."""
    return re.sub(r"/\*.*?\*/|//[^\n]*", "", path.read_text(), flags=re.DOTALL)


def test_every_name_of_the_clients_protocol_has_the_contracts_value() -> None:
    exported = evaluated(NAMES.as_uri(), "{...it}")

    assert exported == {name: getattr(frames, name, None) for name in exported}


@pytest.mark.parametrize("kind", ["ACTIONS", "CONTROL_TYPES"])
def test_the_client_has_every_action_and_control_type(kind: str) -> None:
    assert set(getattr(frames, kind)) <= set(evaluated(NAMES.as_uri(), "Object.values(it)"))


def test_the_client_trusts_its_subscription_as_long_as_the_server_thinks() -> None:
    module = CLIENT / "internal" / "subscription_proof.js"

    assert evaluated(module.as_uri(), "it.PROVE_WITHIN_SECONDS") == (
        limits.SUBSCRIPTION_CHECK_SECONDS
    )


def test_the_client_sends_what_a_teams_route_may_be_called_and_nothing_else() -> None:
    actions = ["seen", "a.b-c_D9", "a" * 40, "a" * 41, "9a", "", "a b", "$default", "\u00e4", "a\n"]
    sent = evaluated(
        (CLIENT / "internal" / "messages.js").as_uri(),
        "argument.filter((action) => it.ACTION.test(action))",
        actions,
    )
    assert sent == [action for action in actions if _ACTION.fullmatch(action)] == actions[:3]


def test_no_other_file_of_the_client_spells_a_name_of_the_protocol() -> None:
    spelled = [
        (path.name, name)
        for path in CLIENT.rglob("*.js")
        if path != NAMES
        for name in CONTROL_NAMES
        if re.search(rf"[\"'`]{re.escape(name)}", code_of(path))
    ]
    assert spelled == []


def test_the_page_knows_the_source_and_the_types_of_the_events_that_end_an_order() -> None:
    known = evaluated((STOREFRONT / "order_events.js").as_uri(), "{...it}")

    assert known["EVENT_SOURCE"] == EVENT_SOURCE
    assert list(known["STATUS_BY_TYPE"].values()) == list(TERMINAL_STATUSES)


def test_the_page_ends_an_order_by_the_sagas_event_of_each_status_and_by_no_other() -> None:
    row: StoredOutcome = {
        "orderId": "o", "userId": "ada", "amountMinor": 1, "currency": "EUR",
        "status": "", "committedAt": "2030-01-02T03:04:05.678Z",
    }  # fmt: skip
    statuses = (*STATUSES, "A_STATUS_OF_LATER")
    events = [outcome_event({**row, "status": status}) for status in statuses]
    others = [outcome_event({**row, "status": status, "eventSource": "x"}) for status in statuses]
    heard = evaluated(
        (STOREFRONT / "order_state.js").as_uri(),
        "argument.map((event) => it.createOrderState().heard(event)?.status ?? null)",
        [*events, *others],
    )
    assert [status for status in heard if status] == list(TERMINAL_STATUSES)


def test_no_other_file_of_the_page_spells_a_type_of_an_event() -> None:
    spelled = [
        path.name
        for path in STOREFRONT.glob("*.js")
        if path.name != "order_events.js"
        and re.search(rf"[\"'`]{re.escape(EVENT_TYPE_PREFIX)}\w", code_of(path))
    ]
    assert spelled == []


def texts(*orders: dict[str, str]) -> list[dict[str, str]]:
    module = (STOREFRONT / "order_texts.js").as_uri()
    found: list[dict[str, str]] = evaluated(module, "argument.map(it.textsOf)", orders)
    return found


def test_the_page_has_texts_for_every_status() -> None:
    found = texts(*({"status": status} for status in STATUSES))

    assert [text for text in found if not text["sentence"]] == []


def test_the_page_has_a_text_for_each_reason_that_it_explains() -> None:
    neutral, *explained = texts(
        *(
            {"status": REFUNDED, "reason": reason}
            for reason in (PROCESSING_FAILED, OUT_OF_STOCK, PAYMENT_PROVIDER_TIMEOUT)
        )
    )
    assert neutral not in explained


def test_the_page_has_a_text_for_each_way_to_resolve_an_order() -> None:
    waiting, *resolved = texts(
        {"status": NEEDS_ATTENTION},
        *({"status": NEEDS_ATTENTION, "resolvedAs": status} for status in UNDONE_STATUSES),
    )
    assert waiting not in resolved


def test_the_page_suggests_another_product_when_one_was_out_of_stock() -> None:
    other = {"productId": "mug-01", "unitPriceMinor": 100, "stock": 1}
    order = {"status": REFUNDED, "reason": OUT_OF_STOCK, "lines": [{"productId": "vase-07"}]}
    module = (STOREFRONT / "order_state.js").as_uri()

    assert evaluated(module, "it.suggestion(...argument)", [order, [other]]) == other


def test_the_page_spells_no_status_that_the_contract_does_not_have() -> None:
    spelled = {
        word
        for path in STOREFRONT.glob("*order*.js")
        for word in re.findall(r"[\"']([A-Z]{4,}(?:_[A-Z]+)*)[\"']", code_of(path))
    }
    assert spelled
    assert spelled <= set(STATUSES)


def test_the_page_styles_exactly_the_contracts_statuses() -> None:
    css = (STOREFRONT / "orders.css").read_text()

    assert set(re.findall(r'data-status="(\w+)"', css)) == set(STATUSES)


def codes_of_problems() -> set[str]:
    """The first word in kebab case of each problem that the HTTP API raises."""
    calls = [
        node
        for path in (REPO_ROOT / "functions" / "checkout").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in ("ProblemError", "RefusedOrderError")
    ]
    texts = [one.value for call in calls for one in call.args[:2] if isinstance(one, ast.Constant)]
    written = {text for text in texts if re.fullmatch("[a-z]+(-[a-z]+)*", str(text))}
    sent = [*fields(OrderRequest), *fields(RequestedLine)]
    made = {f"invalid-{each.name.replace('_', '-')}" for each in sent if "rule" in each.metadata}
    return {str(code) for code in written} | made


def test_the_page_has_a_sentence_for_each_problem_of_the_http_api_and_for_no_other() -> None:
    known = evaluated((STOREFRONT / "problem_texts.js").as_uri(), "it.PROBLEMS")

    assert {"amount-changed", "invalid-quantity"} < codes_of_problems()
    assert set(known) == codes_of_problems()
