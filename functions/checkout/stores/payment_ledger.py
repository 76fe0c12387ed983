"""The simulated payment provider, and its ledger in DynamoDB: every charge and every refund.

Both operations are idempotent by the order's id. Whatever their order and timing, no charge of an
order succeeds after the order's refund.
"""

from __future__ import annotations

from typing import NamedTuple

from contract.tables import PAYMENTS_KEY
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
from functions.checkout.stores.table import Table
from functions.checkout.stores.transactions import ConditionsFailed, write_all
from functions.common.dynamodb import DynamoDbRequest, row_key

_RACES = 5


class _Behaviour(NamedTuple):
    takes: bool
    answers: bool


_BEHAVIOURS = {
    "tok_ok": _Behaviour(takes=True, answers=True),
    "tok_timeout": _Behaviour(takes=True, answers=False),
    "tok_unavailable": _Behaviour(takes=False, answers=False),
}


class SimulatedPaymentProvider(Table):
    """Moves no real money: keeps at most one charge and one refund entry per order.

    The payment token chooses the behaviour: ``tok_ok`` pays, ``tok_declined`` and any unknown
    token are declined, ``tok_timeout`` takes the money and then times out at every call,
    ``tok_unavailable`` times out without taking it.
    """

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
            # The charge must still be as it was read when the refund is written. A charge that is
            # written in between cancels the transaction, and the next round reads it.
            condition = "attribute_exists" if charge else "attribute_not_exists"
            try:
                write_all(
                    self._client,
                    [self._put(refund), self._check(order.order_id, CHARGE, condition)],
                )
            except ConditionsFailed:
                continue
            return refund
        raise PaymentProviderTimeout(f"the refund of {order.order_id} lost {_RACES} races in a row")

    def entry(self, order_id: str, entry: str) -> Movement | None:
        """The ledger's entry, if there is one."""
        item = self._item(row_key(PAYMENTS_KEY, order_id, entry))
        return None if item is None else Movement.from_payload(item)

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
        return Movement(
            payment_key=order.order_id,
            entry=entry,
            amount_minor=amount_minor,
            currency=order.currency,
            at=self._timestamp(),
        )

    def _put(self, movement: Movement) -> DynamoDbRequest:
        put = {
            "TableName": self.table_name,
            "Item": movement.to_payload(),
            "ConditionExpression": f"attribute_not_exists({PAYMENTS_KEY[0]})",
        }
        return {"Put": put}

    def _check(self, order_id: str, entry: str, condition: str) -> DynamoDbRequest:
        check = {
            "TableName": self.table_name,
            "Key": row_key(PAYMENTS_KEY, order_id, entry),
            "ConditionExpression": f"{condition}({PAYMENTS_KEY[0]})",
        }
        return {"ConditionCheck": check}
