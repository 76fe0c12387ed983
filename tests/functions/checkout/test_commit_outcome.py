"""The end of an order: one status, once, and its outcome event."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from contract.limits import REPEATABLE_DAYS
from contract.orders import BUSINESS_ERRORS, TRANSITIONS
from functions.checkout import commit_outcome
from functions.checkout.domain.outcome import reason_of, undone_status
from functions.checkout.domain.rules import InvalidOrder
from functions.checkout.stores.order_outcomes import OutcomeRefused
from tests.support.checkout_shop import CONTEXT, START, Shop, order

ENDS = {
    "FINALIZED": ("finalize", None),
    "REFUNDED": ("undo", "OutOfStock"),
    "DECLINED": ("undo", "PaymentDeclined"),
    "NEEDS_ATTENTION": ("need_attention", "OutOfStock"),
}


@pytest.fixture
def pending(shop: Shop) -> Shop:
    shop.orders().create(order(), "fingerprint")
    return shop


def _transition(
    shop: Shop, transition: Any, error: str | None = None, client: Any | None = None, **wanted: int
) -> Any:
    payload = {
        "order": order(lines=wanted).to_payload(),
        "transition": transition,
        "businessErrors": BUSINESS_ERRORS,
    }
    if error:
        payload["failure"] = {"Error": error, "Cause": "Traceback: secret"}
    return commit_outcome.commit_outcome(payload, shop.outcomes(client))


def _end(shop: Shop, status: str) -> Any:
    return _transition(shop, *ENDS[status])


def _item(shop: Shop) -> dict[str, Any]:
    return shop.stored()


def test_a_finalized_order_answers_its_event(pending: Shop) -> None:
    answer = _transition(pending, "finalize")
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


@pytest.mark.parametrize(
    ("transition", "status"),
    [("finalize", "FINALIZED"), ("fence_finalize", "PENDING"), ("undo", "REFUNDED"),
     ("need_attention", "NEEDS_ATTENTION"), ("resolve", "REFUNDED")],
)  # fmt: skip
def test_an_order_of_another_teams_shape_ends_too(shop: Shop, transition: str, status: str) -> None:
    stored = {"orderId": "ret-1", "userId": "ada", "amountMinor": 500, "currency": "EUR"}
    shop.client.put_item(TableName="orders", Item={**stored, "status": "PENDING"})
    payload = {"order": {**stored, "parcel": "P-7"}, "transition": transition}

    answer = commit_outcome.commit_outcome(payload, shop.outcomes())

    assert (answer["status"], answer["userId"]) == (status, "ada")


def test_the_event_of_an_undone_order_has_the_reason_and_never_the_cause(pending: Shop) -> None:
    answer = _transition(pending, "undo", "OutOfStock")
    assert answer["event"]["data"]["reason"] == "OutOfStock"
    assert answer["event"]["type"] == "order.refunded"
    assert "secret" not in str(answer)
    assert "secret" not in str(pending.rows("orders"))


@pytest.mark.parametrize("status", ENDS)
def test_a_repeated_transition_answers_the_same_event(pending: Shop, status: str) -> None:
    first = _end(pending, status)
    stored = pending.rows("orders")
    assert first["status"] == status
    assert _end(pending, status) == first
    assert pending.rows("orders") == stored


@pytest.mark.parametrize("first", ENDS)
@pytest.mark.parametrize("second", ["FINALIZED", "REFUNDED", "DECLINED"])
def test_an_order_ends_in_one_status_only(pending: Shop, first: str, second: str) -> None:
    _end(pending, first)
    if first != second:
        with pytest.raises(OutcomeRefused, match=first):
            _end(pending, second)
    assert _item(pending)["status"] == first


@pytest.mark.parametrize("first", ["FINALIZED", "REFUNDED", "DECLINED"])
def test_an_order_that_has_ended_keeps_its_status_when_attention_is_needed(
    pending: Shop, first: str
) -> None:
    ended = _end(pending, first)
    assert _transition(pending, "need_attention", "States.Timeout") == ended


@pytest.mark.parametrize("transition", ["PENDING", "FINALIZED", "Finalize", None])
def test_a_transition_that_does_not_exist_is_refused(pending: Shop, transition: Any) -> None:
    with pytest.raises(ValueError, match="transition must be one of finalize, fence_finalize"):
        _transition(pending, transition)
    assert _item(pending)["status"] == "PENDING"


WRONGLY_TOLD: tuple[tuple[str, Any], ...] = (
    ("failure", 0.1), ("failure", "text"), ("failure", {"\ud83d": ""}),
    ("businessErrors", True), ("businessErrors", []), ("businessErrors", {"\ud83d": ""}),
    ("eventSource", None), ("eventSource", ""), ("eventSource", 1), ("eventSource", "\ud800"),
)  # fmt: skip


@pytest.mark.parametrize("transition", TRANSITIONS)
def test_what_no_saga_tells_is_refused_before_anything_is_written(
    pending: Shop, transition: str
) -> None:
    before = _item(pending)
    for field, value in WRONGLY_TOLD:
        payload = {"order": order().to_payload(), "transition": transition, field: value}
        with pytest.raises(ValueError, match=f"^{field} "):
            commit_outcome.commit_outcome(payload, pending.outcomes())
        assert _item(pending) == before


@pytest.mark.parametrize("transition", TRANSITIONS)
def test_an_unknown_order_cannot_end(shop: Shop, transition: str) -> None:
    with pytest.raises(OutcomeRefused, match="no such order"):
        _transition(shop, transition)
    assert shop.rows("orders") == []


def test_an_amount_that_differs_from_the_stored_orders_is_not_finalized(pending: Shop) -> None:
    with pytest.raises(OutcomeRefused, match="PENDING with 3448 EUR"):
        _transition(pending, "finalize", mug=1)
    assert _item(pending)["status"] == "PENDING"


def test_a_fenced_order_is_never_finalized(pending: Shop) -> None:
    fenced = _transition(pending, "fence_finalize")
    assert (fenced["status"], fenced["event"]) == ("PENDING", None)
    with pytest.raises(OutcomeRefused, match="FINALIZED is fenced off"):
        _transition(pending, "finalize")
    assert _end(pending, "REFUNDED")["status"] == "REFUNDED"


def test_a_finalized_order_cannot_be_fenced_and_answers_its_status(pending: Shop) -> None:
    finalized = _transition(pending, "finalize")
    assert _transition(pending, "fence_finalize") == finalized
    assert "finalizeFencedAt" not in _item(pending)


def test_a_repeated_fence_changes_nothing(pending: Shop) -> None:
    first = _transition(pending, "fence_finalize")
    stored = pending.rows("orders")
    assert _transition(pending, "fence_finalize") == first
    assert pending.rows("orders") == stored


@pytest.mark.parametrize("twin", ["finalize", "fence_finalize"])
def test_of_finalize_and_fence_the_first_one_decides(pending: Shop, twin: str) -> None:
    client = pending.interrupted("update_item", lambda: _transition(pending, twin))
    if twin == "finalize":
        assert _transition(pending, "fence_finalize", client=client)["status"] == "FINALIZED"
    else:
        with pytest.raises(OutcomeRefused):
            _transition(pending, "finalize", client=client)


def test_resolving_an_order_that_needed_attention_keeps_its_status(pending: Shop) -> None:
    told = _end(pending, "NEEDS_ATTENTION")
    assert _transition(pending, "resolve", "PaymentDeclined") == told
    item = _item(pending)
    assert (item["status"], item["resolvedAs"]) == ("NEEDS_ATTENTION", "DECLINED")
    assert item["resolvedAt"] > item["committedAt"]


def test_resolving_twice_changes_nothing(pending: Shop) -> None:
    _end(pending, "NEEDS_ATTENTION")
    first = _transition(pending, "resolve", "OutOfStock")
    stored = pending.rows("orders")
    assert _transition(pending, "resolve", "PaymentDeclined") == first
    assert pending.rows("orders") == stored


def test_resolving_a_pending_order_ends_it(pending: Shop) -> None:
    assert _transition(pending, "resolve", "OutOfStock")["status"] == "REFUNDED"
    assert "resolvedAs" not in _item(pending)


def test_resolving_an_undone_order_changes_nothing(pending: Shop) -> None:
    ended = _end(pending, "DECLINED")
    assert _transition(pending, "resolve", "PaymentDeclined") == ended


def test_a_finalized_order_is_never_resolved_as_refunded(pending: Shop) -> None:
    _transition(pending, "finalize")
    with pytest.raises(OutcomeRefused, match="it is FINALIZED"):
        _transition(pending, "resolve", "OutOfStock")


@pytest.mark.parametrize(
    ("error", "status"),
    [
        ("PaymentDeclined", "DECLINED"),
        ("OutOfStock", "REFUNDED"),
        ("States.Timeout", "REFUNDED"),
        (None, "REFUNDED"),
    ],
)
def test_the_business_error_names_the_status_of_an_undone_order(
    error: str | None, status: str
) -> None:
    assert undone_status({"Error": error} if error else None, BUSINESS_ERRORS) == status


def test_no_business_error_may_map_to_a_status_in_which_money_is_missing() -> None:
    with pytest.raises(ValueError, match="'X' maps to 'FINALIZED'; allowed are"):
        undone_status({"Error": "X"}, {"X": "FINALIZED"})


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        ("OutOfStock", "OutOfStock"),
        ("PaymentDeclined", "PaymentDeclined"),
        ("StockConflict", "StockConflict"),
        ("Timeout", "ProcessingFailed"),
        ("PaymentProviderTimeout", "ProcessingFailed"),
        ("States.Timeout", "ProcessingFailed"),
        ("Lambda.Unknown", "ProcessingFailed"),
        ("KeyError", "ProcessingFailed"),
        ("StoreBusy", "ProcessingFailed"),
        ("OutcomeRefused", "ProcessingFailed"),
        ("free text, with a secret", "ProcessingFailed"),
        ("", "ProcessingFailed"),
    ],
)
def test_only_a_declared_errors_name_becomes_the_reason(error: str, reason: str) -> None:
    declared = {**BUSINESS_ERRORS, "StockConflict": "REFUNDED"}
    assert reason_of({"Error": error, "Cause": "x"}, declared) == reason


def test_no_failure_is_no_reason() -> None:
    assert reason_of(None, BUSINESS_ERRORS) is None


def test_an_execution_that_declares_nothing_shows_no_name() -> None:
    assert reason_of({"Error": "OutOfStock"}, None) == "ProcessingFailed"


def test_the_sagas_source_is_that_of_its_events(pending: Shop) -> None:
    payload = {"order": order().to_payload(), "transition": "finalize", "eventSource": "returns"}
    event: Any = commit_outcome.commit_outcome(payload, pending.outcomes())["event"]
    assert (event["source"], event["id"]) == ("returns", "ord-1:FINALIZED")


def test_the_handler_commits_from_the_payload(pending: Shop) -> None:
    answer = commit_outcome.handler(
        {"order": order().to_payload(), "transition": "finalize"}, CONTEXT
    )
    assert answer["status"] == _item(pending)["status"] == "FINALIZED"


KEPT = {"orderId": "tix-1", "userId": "ada", "seat": "4A"}
"""An order of a team that has no table of orders, and no amount."""


def _kept_row(shop: Shop) -> Any:
    return shop.client.get_item(TableName="orders", Key={"orderId": "tix-1"})["Item"]


def _kept(shop: Shop, transition: str, **more: Any) -> Any:
    payload = {"order": KEPT, "transition": transition, **more}
    return commit_outcome.commit_kept_outcome(payload, shop.outcomes())


@pytest.mark.parametrize(
    ("transition", "status"),
    [("finalize", "FINALIZED"), ("fence_finalize", "PENDING"), ("undo", "REFUNDED"),
     ("need_attention", "NEEDS_ATTENTION"), ("resolve", "REFUNDED")],
)  # fmt: skip
def test_an_order_that_nobody_stored_ends_once(shop: Shop, transition: str, status: str) -> None:
    first, second = _kept(shop, transition), _kept(shop, transition)

    assert first == second
    assert (first["userId"], first["status"]) == ("ada", status)
    lives = datetime.fromtimestamp(int(_kept_row(shop)["expiresAt"]), UTC) - START
    assert lives.days == REPEATABLE_DAYS


def test_the_first_end_of_an_order_that_nobody_stored_stands(shop: Shop) -> None:
    _kept(shop, "finalize")

    with pytest.raises(OutcomeRefused, match="it is FINALIZED"):
        _kept(shop, "undo")


def test_an_order_that_nobody_stored_is_not_finalized_after_a_fence(shop: Shop) -> None:
    _kept(shop, "fence_finalize")

    with pytest.raises(OutcomeRefused, match="FINALIZED is fenced off"):
        _kept(shop, "finalize")


@pytest.mark.parametrize("order", [None, {"orderId": "tix-1"}, {"userId": "ada"}])
def test_an_order_that_names_no_buyer_is_not_kept(shop: Shop, order: Any) -> None:
    payload = {"order": order, "transition": "finalize"}

    with pytest.raises(InvalidOrder):
        commit_outcome.commit_kept_outcome(payload, shop.outcomes())
    assert shop.client.scan(TableName="orders")["Items"] == []


@pytest.mark.parametrize("amount", [12.5, None, "", -1])
@pytest.mark.parametrize("transition", ["finalize", "undo", "need_attention"])
def test_of_an_order_that_nobody_stored_only_the_ids_are_read(
    shop: Shop, transition: str, amount: Any
) -> None:
    order = {**KEPT, "amountMinor": amount, "currency": amount}
    payload = {"order": order, "transition": transition}

    first = commit_outcome.commit_kept_outcome(payload, shop.outcomes())

    assert first == _kept(shop, transition)
    assert (_kept_row(shop)["amountMinor"], _kept_row(shop)["currency"]) == (0, "XXX")


def test_the_handler_keeps_orders_where_its_saga_says_so(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = {"order": KEPT, "transition": "finalize"}
    with pytest.raises(InvalidOrder, match="amountMinor"):
        commit_outcome.handler(asked, CONTEXT)

    monkeypatch.setenv("KEEP_ORDERS", "true")
    assert commit_outcome.handler(asked, CONTEXT)["status"] == "FINALIZED"
