"""The steps of a verification, in their order."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from contract.messages import PUSH_DETAIL_TYPE
from contract.orders import (
    EVENT_TYPE_PREFIX,
    FINALIZED,
    REFUNDED,
    VERIFICATION_FIELD,
)
from operations.verify.buyer import Buyer, order
from operations.verify.ended_sagas import unended
from operations.verify.line import OLDER, Frame, Line, is_event
from operations.verify.made import Made
from operations.verify.products import make_products
from operations.verify.report import VerificationError, step
from operations.verify.stage import StageToVerify
from operations.verify.trace import missing_outcome, missing_push

LATE_SECONDS = 2.0
"""How long an event may take after its saga has ended, when it is late already."""
SLOW = (
    "likely cause: functions that were not called for a while start slowly; run this again, or "
    "allow more with: python -m operations.verify --wait 180"
)
SOURCE = "verify"
"""``source`` of the event that this command itself puts on the bus."""


class Verification:
    """One run, with a buyer who is signed in."""

    def __init__(
        self, stage: StageToVerify, made: Made, buyer: Buyer, run: str, wait_seconds: float
    ) -> None:
        self._stage, self._made, self._buyer, self._run = stage, made, buyer, run
        self._wait_seconds = wait_seconds

    def run(self) -> None:
        """All steps. ``VerificationError`` at the first that fails."""
        with step("two unlisted products are made") as saw:
            self._made.has_products = True
            make_products(self._stage, self._made.products)
            saw(f"{self._made.products.in_stock}, {self._made.products.sold_out}")
        line, before = self._open()
        try:
            events = [
                self._buy(line, self._made.products.in_stock, FINALIZED),
                self._buy(line, self._made.products.sold_out, REFUNDED),
                self.push(line),
            ]
            with step("they came once each, in the order of their sequences") as saw:
                saw(", ".join(_check_order([f for f in line.frames if is_event(f)], events)))
        finally:
            line.drop()
        self._replay(before, events)

    def _open(self) -> tuple[Line, Frame]:
        """The open line, and the answer to its first resume."""
        with step("the WebSocket opens") as saw:
            line = Line(self._stage, self._buyer.token)
            saw(f"101 from {self._stage.websocket_url} to {self._stage.allowed_origins[0]}")
        try:
            with step("it resumes") as saw:
                answer = line.resume(None)
                line.frames.clear()  # what the buyer of a token had before
                saw(f"through {answer['through']}")
        except BaseException:
            line.drop()
            raise
        return line, answer

    def _buy(self, line: Line, product_id: str, status: str) -> Frame:
        """Order one unit and wait for the outcome on the open line."""
        with step(f"an order of {product_id} is taken") as saw:
            self._made.awaits_order_id = True
            order_id = order(self._stage, self._buyer, product_id)
            self._made.orders.append(order_id)
            self._made.awaits_order_id = False
            saw(order_id)
        with step(f"{status} comes on the open WebSocket") as saw:
            found = line.wait_for(_about(order_id), self._wait_seconds)
            wanted = EVENT_TYPE_PREFIX + status.lower()
            if found is None or found.get("type") != wanted:
                got = f"got {found['type']} {found['data']}" if found else self._nothing()
                unended(self._stage, [order_id])  # while the saga runs, nobody can tell the cause
                if found is None and line.wait_for(_about(order_id), LATE_SECONDS):
                    raise VerificationError(f"{got}, and then it came", [SLOW])
                causes = missing_outcome(self._stage, order_id, self._buyer.user_id, status)
                raise VerificationError(f"expected {wanted}, {got}", causes)
            if found["data"].get(VERIFICATION_FIELD) is not True:
                raise VerificationError(
                    f"the event is not marked: data.{VERIFICATION_FIELD} is missing in {found}",
                    [OLDER],
                )
            saw(f"sequence {found['sequence']}")
        return found

    def push(self, line: Line) -> Frame:
        """Put a push on the stage's bus, as any service may, and wait for it on the open line."""
        event_id = f"verify-{self._run}"
        event = {
            "id": event_id, "source": SOURCE, "type": "verify.push", "subject": event_id,
            "time": datetime.now(UTC).isoformat(), "data": {VERIFICATION_FIELD: True},
        }  # fmt: skip
        with step("a push that is put on the bus comes on the open WebSocket") as saw:
            self._made.awaited_push = event_id
            detail = {"userId": self._buyer.user_id, "event": event}
            answer = self._stage.client("events").put_events(
                Entries=[
                    {
                        "EventBusName": self._stage.event_bus_arn,
                        "Source": SOURCE,
                        "DetailType": PUSH_DETAIL_TYPE,
                        "Detail": json.dumps(detail),
                    }
                ]
            )
            if answer["FailedEntryCount"]:
                raise VerificationError(f"the bus refused it: {answer['Entries'][0]}")
            found = line.wait_for(_about(event_id), self._wait_seconds)
            if found is None:
                causes = missing_push(self._stage, event_id, self._buyer.user_id)
                raise VerificationError(self._nothing(), causes)
            self._made.awaited_push = ""
            saw(f"sequence {found['sequence']}")
        return found

    def _replay(self, before: Frame, events: Sequence[Frame]) -> None:
        """Connect anew after the loss of the line, and expect the same events again."""
        with step("after the line was lost, all of them are replayed") as saw:
            line = Line(self._stage, self._buyer.token)
            try:
                after = {"sequence": before["through"], "epoch": before["epoch"]}
                answer = line.resume(after)
                saw(", ".join(_check_order([f for f in line.frames if is_event(f)], events)))
            finally:
                line.drop()
            if answer.get("complete") is not True:
                raise VerificationError(f"the replay is not complete: {answer}")

    def _nothing(self) -> str:
        return f"nothing came within {self._wait_seconds:g} s"


def _about(subject: str) -> Callable[[Frame], bool]:
    return lambda frame: is_event(frame) and frame.get("subject") == subject


def _check_order(got: Sequence[Frame], wanted: Sequence[Frame]) -> list[str]:
    """The sequences of the events. ``VerificationError`` unless each came once, in their order.

    Events of others may come in between: the buyer of a token can have more pages than ours.
    """
    ids = {event["id"] for event in wanted}
    ours: list[dict[str, Any]] = [event for event in got if event["id"] in ids]
    if [(e["id"], e["sequence"]) for e in ours] != [(e["id"], e["sequence"]) for e in wanted]:
        raise VerificationError(
            f"expected {[e['sequence'] for e in wanted]}, "
            f"got {[(e['sequence'], e['type']) for e in ours]}",
            ["likely cause: the replay log; read the logs of push_event and resume_events"],
        )
    sequences = [str(event["sequence"]) for event in ours]
    if sequences != sorted(sequences):
        raise VerificationError(f"the sequences do not grow: {sequences}")
    return sequences
