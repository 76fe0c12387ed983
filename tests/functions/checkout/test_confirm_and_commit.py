"""The end of an order: one status, once, and the event that tells of it."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from functions.checkout import commit_outcome, confirm_order
from functions.checkout.orders import TERMINAL_STATUSES, OrderNotPending, OutcomeConflict
from functions.checkout.step_input import reason_of
from tests.functions.checkout.shop import CONTEXT, Shop, order


@pytest.fixture
def pending(shop: Shop) -> Shop:
    shop.orders().create(order(), "fingerprint")
    return shop


def _commit(shop: Shop, status: str, error: str | None = None) -> dict[str, Any]:
    payload: dict[str, Any] = {"order": order().to_payload(), "status": status}
    if error:
        payload["failure"] = {"Error": error, "Cause": "Traceback: secret"}
    return commit_outcome.commit_outcome(payload, shop.orders())


def _status(shop: Shop) -> str:
    return str((shop.orders().find("ord-1") or {})["status"])


def test_a_finalized_order_answers_its_event(pending: Shop) -> None:
    answer = _commit(pending, "FINALIZED")
    time = answer["event"].pop("time")
    assert time.startswith("2030-01-02T03:04:")
    assert time.endswith("Z")
    assert answer == {
        "orderId": "ord-1",
        "userId": "ada",
        "status": "FINALIZED",
        "event": {
            "id": "ord-1:FINALIZED",
            "source": "checkout",
            "type": "order.finalized",
            "subject": "ord-1",
            "data": {"orderId": "ord-1", "status": "FINALIZED"},
        },
    }


def test_a_refunded_order_tells_the_reasons_code_and_never_the_cause(pending: Shop) -> None:
    answer = _commit(pending, "REFUNDED", "OutOfStock")
    assert answer["event"]["data"]["reason"] == "OutOfStock"
    assert answer["event"]["type"] == "order.refunded"
    assert "secret" not in str(answer)
    assert "secret" not in str(pending.rows("orders"))


@pytest.mark.parametrize("status", TERMINAL_STATUSES)
def test_the_same_outcome_again_answers_the_same_event(pending: Shop, status: str) -> None:
    first = _commit(pending, status, "OutOfStock")
    stored = pending.rows("orders")
    assert _commit(pending, status, "SomethingElse") == first
    assert pending.rows("orders") == stored


@pytest.mark.parametrize(("first", "second"), itertools.permutations(TERMINAL_STATUSES, 2))
def test_the_terminal_statuses_exclude_each_other(pending: Shop, first: str, second: str) -> None:
    _commit(pending, first)
    with pytest.raises(OutcomeConflict, match=first):
        _commit(pending, second)
    assert _status(pending) == first


@pytest.mark.parametrize("status", ["PENDING", "DONE", "finalized", None])
def test_a_status_that_is_no_end_is_refused(pending: Shop, status: Any) -> None:
    with pytest.raises(ValueError, match="FINALIZED"):
        _commit(pending, status)
    assert _status(pending) == "PENDING"


def test_an_unknown_order_cannot_end(shop: Shop) -> None:
    with pytest.raises(OutcomeConflict, match="no such order"):
        _commit(shop, "FINALIZED")
    assert shop.rows("orders") == []


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        ("OutOfStock", "OutOfStock"),
        ("PaymentDeclined", "PaymentDeclined"),
        ("PaymentProviderTimeout", "PaymentProviderTimeout"),
        ("States.Timeout", "ProcessingFailed"),
        ("Lambda.Unknown", "ProcessingFailed"),
        ("KeyError", "ProcessingFailed"),
        ("StoreBusy", "ProcessingFailed"),
        ("free text, with a secret", "ProcessingFailed"),
        ("", "ProcessingFailed"),
    ],
)
def test_only_a_business_errors_name_becomes_the_reason(error: str, reason: str) -> None:
    assert reason_of({"Error": error, "Cause": "x"}) == reason


def test_no_failure_is_no_reason() -> None:
    assert reason_of(None) is None


def test_a_confirmation_is_recorded_once(pending: Shop) -> None:
    first = pending.orders().confirm(order(), pending.records())
    assert pending.orders().confirm(order(), pending.records()) == first
    assert (pending.orders().find("ord-1") or {})["confirmedAt"] == first["confirmedAt"]


def test_a_repeated_confirmation_after_the_end_still_agrees(pending: Shop) -> None:
    first = pending.orders().confirm(order(), pending.records())
    _commit(pending, "FINALIZED")
    assert pending.orders().confirm(order(), pending.records()) == first


def test_twin_confirmations_at_the_same_instant_agree(pending: Shop) -> None:
    twin: list[Any] = []
    client = pending.interrupted(
        "transact_write_items",
        lambda: twin.append(pending.orders().confirm(order(), pending.records())),
    )
    assert pending.orders(client).confirm(order(), pending.records()) == twin[0]


def test_a_late_confirmation_of_a_refunded_order_is_refused(pending: Shop) -> None:
    _commit(pending, "REFUNDED")
    with pytest.raises(OrderNotPending):
        pending.orders().confirm(order(), pending.records())
    assert pending.rows("steps") == []


def test_an_amount_that_differs_from_the_stored_orders_is_not_confirmed(pending: Shop) -> None:
    with pytest.raises(OrderNotPending, match="850"):
        pending.orders().confirm(order(lines={"mug": 1}), pending.records())


def test_an_unknown_order_is_not_confirmed(shop: Shop) -> None:
    with pytest.raises(OrderNotPending):
        shop.orders().confirm(order(), shop.records())
    assert shop.rows("orders") == shop.rows("steps") == []


def test_the_handlers_confirm_and_commit_from_the_payload(pending: Shop) -> None:
    payload = {"order": order().to_payload(), "step": "confirm_order", "executionName": "ord-1"}
    assert "confirmedAt" in confirm_order.handler(payload, CONTEXT)
    answer = commit_outcome.handler({"order": payload["order"], "status": "FINALIZED"}, CONTEXT)
    assert answer["status"] == _status(pending) == "FINALIZED"
