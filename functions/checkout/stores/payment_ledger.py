"""The simulated payment provider, and its ledger in DynamoDB: every charge and every refund.

Both operations are idempotent by the order's id, and one rule holds between them whatever their
order or timing: once an order is refunded, no charge of it can land any more.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from functions.checkout.domain.order import Order
from functions.checkout.domain.payment_provider import (
    CHARGE,
    REFUND,
    ChargeAfterRefund,
    ChargeMismatch,
    Movement,
    PaymentDeclined,
    PaymentProviderTimeout,
)
from functions.checkout.stores.dynamodb import (
    ConditionsFailed,
    plain,
    table_client,
    timestamp,
    write_all,
)

_RACES = 5


class _Behaviour(NamedTuple):
    takes: bool
    answers: bool


_BEHAVIOURS = {
    "tok_ok": _Behaviour(takes=True, answers=True),
    "tok_timeout": _Behaviour(takes=True, answers=False),
    "tok_unavailable": _Behaviour(takes=False, answers=False),
}


class SimulatedPaymentProvider:
    """Moves no real money: a ledger with one charge and one refund entry per order at most.

    The payment token chooses the behaviour: ``tok_ok`` pays, ``tok_declined`` and any unknown
    token are declined, ``tok_timeout`` takes the money and then times out at every call,
    ``tok_unavailable`` times out without taking it.
    """

    def __init__(
        self, table_name: str, now: Callable[[], datetime], client: Any | None = None
    ) -> None:
        self.table_name = table_name
        self._now = now
        self._client = client if client is not None else table_client()

    def charge(self, order: Order) -> Movement:
        behaviour = _BEHAVIOURS.get(order.payment_token)
        if behaviour is None:
            raise PaymentDeclined(f"{order.order_id}: the simulated provider declines this token")
        charge = self._take(order) if behaviour.takes else None
        if charge is None or not behaviour.answers:
            raise PaymentProviderTimeout(f"{order.order_id}: the simulated provider timed out")
        return charge

    def refund(self, order: Order) -> Movement:
        for _ in range(_RACES):
            known = self.entry(order.order_id, REFUND)
            if known:
                return known
            charge = self.entry(order.order_id, CHARGE)
            refund = self._movement(order, REFUND, charge.amount_minor if charge else 0)
            # What was read must still be so when the refund is written: a charge that lands in
            # between cancels the transaction and is seen by the next round.
            condition = "attribute_exists" if charge else "attribute_not_exists"
            try:
                write_all(
                    self._client,
                    [self._put(refund), self._check(order.order_id, CHARGE, condition)],
                )
            except ConditionsFailed:
                continue
            return refund
        raise PaymentProviderTimeout(f"{order.order_id}: the refund lost {_RACES} races in a row")

    def entry(self, order_id: str, entry: str) -> Movement | None:
        """The ledger's entry, if there is one."""
        answer = self._client.get_item(
            TableName=self.table_name,
            Key={"paymentKey": order_id, "entry": entry},
            ConsistentRead=True,
        )
        if "Item" not in answer:
            return None
        item = plain(answer["Item"])
        return Movement(order_id, entry, item["amountMinor"], item["currency"], item["at"])

    def _take(self, order: Order) -> Movement:
        charge = self._movement(order, CHARGE, order.amount_minor)
        try:
            write_all(
                self._client,
                [self._put(charge), self._check(order.order_id, REFUND, "attribute_not_exists")],
            )
        except ConditionsFailed:
            if self.entry(order.order_id, REFUND):
                raise ChargeAfterRefund(f"{order.order_id} is refunded; charge refused") from None
            known = self.entry(order.order_id, CHARGE)
            if known is None:
                raise
            if (known.amount_minor, known.currency) != (order.amount_minor, order.currency):
                raise ChargeMismatch(
                    f"{order.order_id} is charged {known.amount_minor} {known.currency}, "
                    f"now asked for {order.amount_minor} {order.currency}"
                ) from None
            return known
        return charge

    def _movement(self, order: Order, entry: str, amount_minor: int) -> Movement:
        return Movement(order.order_id, entry, amount_minor, order.currency, timestamp(self._now()))

    def _put(self, movement: Movement) -> dict[str, Any]:
        put = {
            "TableName": self.table_name,
            "Item": movement.to_payload(),
            "ConditionExpression": "attribute_not_exists(paymentKey)",
        }
        return {"Put": put}

    def _check(self, order_id: str, entry: str, condition: str) -> dict[str, Any]:
        check = {
            "TableName": self.table_name,
            "Key": {"paymentKey": order_id, "entry": entry},
            "ConditionExpression": f"{condition}(paymentKey)",
        }
        return {"ConditionCheck": check}
