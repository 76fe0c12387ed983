"""Money is taken once, given back once, and never taken after it was given back."""

from __future__ import annotations

import json
from typing import Any

import pytest

from functions.checkout import charge_payment, refund_payment
from functions.checkout.domain.payment_provider import (
    ChargeAfterRefund,
    ChargeMismatch,
    PaymentDeclined,
    PaymentProviderTimeout,
)
from functions.checkout.domain.rules import InvalidOrder
from functions.checkout.stores.idempotent_steps import StepBlocked
from tests.support.checkout_shop import CONTEXT, Shop, order


def _charge(shop: Shop, paid_with: str = "tok_ok") -> dict[str, object]:
    return charge_payment.charge_payment(
        order(paid_with=paid_with), shop.provider(), shop.records(), shop.orders()
    )


def _refund(shop: Shop, paid_with: str = "tok_ok") -> dict[str, object]:
    return refund_payment.refund_payment(
        order(paid_with=paid_with), shop.provider(), shop.records()
    )


def test_a_charge_takes_the_orders_amount(shop: Shop) -> None:
    assert _charge(shop)["amountMinor"] == order().amount_minor == 3448
    assert shop.money("ord-1") == 3448


def test_a_repeated_charge_answers_the_same_and_takes_nothing_more(shop: Shop) -> None:
    first = _charge(shop)
    ledger = shop.rows("payments")
    assert _charge(shop) == first
    assert shop.rows("payments") == ledger


def test_a_crash_between_the_charge_and_its_record_charges_once(shop: Shop) -> None:
    taken = shop.provider().charge(order()).to_payload()
    assert shop.rows("steps") == []
    assert _charge(shop) == taken
    assert shop.money("ord-1") == 3448


@pytest.mark.parametrize("token", ["tok_ok", "tok_declined"])
def test_the_payment_token_is_read_from_the_orders_row(shop: Shop, token: str) -> None:
    shop.orders().create(order(paid_with=token), "fingerprint")
    event = {"order": order(paid_with=token).to_saga()}
    assert "tok_" not in json.dumps(event)
    if token == "tok_ok":
        assert charge_payment.handler(event, CONTEXT)["amountMinor"] == 3448
    else:
        with pytest.raises(PaymentDeclined):
            charge_payment.handler(event, CONTEXT)


def test_an_execution_that_still_has_the_token_is_charged_with_it(shop: Shop) -> None:
    event = {"order": order(paid_with="tok_ok").to_payload()}
    assert charge_payment.handler(event, CONTEXT)["amountMinor"] == 3448


def test_an_order_that_is_not_stored_has_no_token_and_is_not_charged(shop: Shop) -> None:
    with pytest.raises(InvalidOrder, match="no such order: ord-1"):
        charge_payment.handler({"order": order().to_saga()}, CONTEXT)
    assert shop.rows("payments") == []


@pytest.mark.parametrize("token", ["tok_declined", "tok_stolen"])
def test_a_declined_payment_takes_nothing(shop: Shop, token: str) -> None:
    with pytest.raises(PaymentDeclined):
        _charge(shop, token)
    assert shop.rows("payments") == shop.rows("steps") == []


def test_an_unavailable_provider_takes_nothing(shop: Shop) -> None:
    with pytest.raises(PaymentProviderTimeout):
        _charge(shop, "tok_unavailable")
    assert shop.rows("payments") == []


def test_a_charge_that_times_out_takes_the_money_once_however_often_it_is_tried(shop: Shop) -> None:
    for _ in range(3):
        with pytest.raises(PaymentProviderTimeout):
            _charge(shop, "tok_timeout")
    assert shop.money("ord-1") == 3448


def test_a_refund_gives_back_what_an_ambiguous_charge_took(shop: Shop) -> None:
    with pytest.raises(PaymentProviderTimeout):
        _charge(shop, "tok_timeout")
    assert _refund(shop, "tok_timeout")["amountMinor"] == 3448
    assert shop.money("ord-1") == 0


def test_a_refund_gives_back_what_was_charged_whatever_its_input_says(shop: Shop) -> None:
    shop.provider().charge(order(lines={"mug": 1}))
    assert _refund(shop)["amountMinor"] == 850
    assert shop.money("ord-1") == 0


def test_a_repeated_refund_answers_the_same_and_gives_nothing_more(shop: Shop) -> None:
    _charge(shop)
    first = _refund(shop)
    rows = (shop.rows("payments"), shop.rows("steps"))
    assert _refund(shop) == first
    assert (shop.rows("payments"), shop.rows("steps")) == rows


def test_a_refund_without_its_record_gives_back_once(shop: Shop) -> None:
    _charge(shop)
    given = shop.provider().refund(order()).to_payload()
    assert _refund(shop) == given
    assert shop.money("ord-1") == 0


@pytest.mark.parametrize("token", ["tok_declined", "tok_unavailable"])
def test_the_refund_of_a_charge_that_took_nothing_is_recorded_as_0(shop: Shop, token: str) -> None:
    assert _refund(shop, token)["amountMinor"] == 0
    assert [row["entry"] for row in shop.rows("payments")] == ["refund"]


def test_a_charge_step_after_its_refund_is_refused(shop: Shop) -> None:
    _refund(shop)
    with pytest.raises(StepBlocked):
        _charge(shop)
    assert shop.money("ord-1") == 0


def test_a_repeat_of_a_charge_that_was_refunded_meanwhile_is_refused(shop: Shop) -> None:
    _charge(shop)
    _refund(shop)
    with pytest.raises(StepBlocked):
        _charge(shop)
    assert shop.money("ord-1") == 0


def test_the_provider_itself_refuses_a_charge_after_its_refund(shop: Shop) -> None:
    shop.provider().refund(order())
    with pytest.raises(ChargeAfterRefund):
        shop.provider().charge(order())
    assert shop.money("ord-1") == 0


def test_a_refund_that_is_written_before_a_concurrent_charge_blocks_it(shop: Shop) -> None:
    client = shop.interrupted("transact_write_items", lambda: _refund(shop))
    with pytest.raises(ChargeAfterRefund):
        charge_payment.charge_payment(order(), shop.provider(client), shop.records(), shop.orders())
    assert shop.money("ord-1") == 0


def test_a_charge_that_is_written_while_its_refund_reads_is_given_back(shop: Shop) -> None:
    client = shop.interrupted("transact_write_items", lambda: shop.provider().charge(order()))
    refund = refund_payment.refund_payment(order(), shop.provider(client), shop.records())
    assert refund["amountMinor"] == 3448
    assert shop.money("ord-1") == 0


def test_a_charge_that_is_refunded_before_its_record_is_written_is_refused(shop: Shop) -> None:
    client = shop.interrupted("put_item", lambda: _refund(shop))
    with pytest.raises(StepBlocked):
        charge_payment.charge_payment(order(), shop.provider(), shop.records(client), shop.orders())
    assert shop.money("ord-1") == 0


def test_two_concurrent_charges_of_one_order_take_the_money_once(shop: Shop) -> None:
    client = shop.interrupted("transact_write_items", lambda: _charge(shop))
    twin = charge_payment.charge_payment(
        order(), shop.provider(client), shop.records(), shop.orders()
    )
    assert twin == _charge(shop)
    assert shop.money("ord-1") == 3448


def test_another_amount_for_a_charged_order_is_a_defect(shop: Shop) -> None:
    shop.provider().charge(order())
    with pytest.raises(ChargeMismatch):
        shop.provider().charge(order(lines={"mug": 1}))
    assert shop.money("ord-1") == 3448


def test_the_handlers_charge_and_refund_from_the_payload(shop: Shop) -> None:
    payload = {"order": order().to_payload(), "step": "charge_payment", "executionName": "ord-1"}
    assert charge_payment.handler(payload, CONTEXT)["amountMinor"] == 3448
    failure = {"Error": "OutOfStock", "Cause": "{}"}
    payload |= {"step": "refund_payment", "failure": failure}
    assert refund_payment.handler(payload, CONTEXT)["amountMinor"] == 3448
    assert shop.money("ord-1") == 0


@pytest.mark.parametrize("handler", [charge_payment.handler, refund_payment.handler])
def test_an_order_that_no_table_can_hold_is_refused_before_anything_is_written(
    shop: Shop, handler: Any
) -> None:
    for field, value in (
        ("currency", "\udef6"), ("orderId", "\ud83d"), ("orderId", "a" * 2049),
        ("userId", "\ud83d"), ("amountMinor", 10**400),
    ):  # fmt: skip
        with pytest.raises(InvalidOrder, match=rf"^order\.{field} must "):
            handler({"order": order().to_payload() | {field: value}}, CONTEXT)
    assert shop.rows("steps") == shop.rows("payments") == []
