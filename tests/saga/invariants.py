"""What must be true of an order whatever happened. Each violation is a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from contract.orders import TERMINAL_STATUSES, UNDONE_STATUSES
from tests.saga.faults import ENDURED, LASTING, Fault
from tests.saga.scenarios import PUSH, QUEUE, STOCK
from tests.saga.world import World

UNDONE_BY = {"charge_payment": "refund_payment", "reserve_stock": "release_stock"}
# Times: a repeat may renew them, and no decision depends on them.
TIMES = ("expiresAt", "blockedAt", "recordedAt")


def violations(world: World) -> list[str]:
    """Everything that is wrong after the run; then the cause is mended, and all that is wrong after
    the redrive; then every step is executed again, and what that changed."""
    wrong = []
    failed = world.execution.status == "FAILED"
    if failed:
        wrong += [f"before the redrive: {what}" for what in (*_unseen(world), *_held(world))]
        world.mend_and_redrive()
    if world.execution.status != "SUCCEEDED":
        where = f"{world.execution.stopped_at and world.execution.stopped_at[0]}"
        return [*wrong, f"it ended {world.execution.status} at {where}: {world.execution.error}"]
    if not failed and not _told(world):
        wrong.append("it needed attention, and neither a message nor a failed execution tells so")
    wrong += _wrong_ends(world)
    wrong += wrong_books(world)
    wrong += _wrong_events(world)
    wrong += _changed_by_repeats(world)
    return wrong


def order_item(world: World) -> dict[str, Any]:
    """The order as it is stored."""
    return world.store.tables["orders"][(world.order.order_id,)]


def _unseen(world: World) -> Iterator[str]:
    """A stuck saga must be visible: by its order's status, and by a message."""
    item = order_item(world)
    unwritable = {"commit_outcome", "commit_outcome:need_attention"} & world.ever_broken
    if item["status"] == "PENDING" and not unwritable:
        yield "the order is PENDING although its status could be written"
    calls = _calls(world)
    if not calls and QUEUE not in world.ever_broken:
        yield "no message calls for attention"
    for call in calls:
        if call["order"]["orderId"] != world.order.order_id or not call["executionArn"]:
            yield f"the message does not say which order and execution: {call}"
        undoing = call["undoing"]
        if not any("Error" in became for became in undoing.values()):
            yield f"the message does not name what is left: {call}"
        if "ReleaseStock" in undoing and "RefundPayment" not in undoing:
            yield "the refund was not tried before the report, since the release failed"


def _held(world: World) -> Iterator[str]:
    """A compensation that fails for good must hold neither money nor stock but its own."""
    if world.execution.stopped_at is None or world.execution.stopped_at[0] != "RecoverTogether":
        return
    if "refund_payment" not in world.ever_broken and _net_minor(world):
        yield f"{_net_minor(world)} of money is held, though the refund works"
    if "release_stock" not in world.ever_broken:
        for line in world.order.lines:
            left = world.store.tables["products"][(line.product_id,)]["stock"]
            if left != STOCK[line.product_id]:
                yield f"units of {line.product_id} are held, though the release works"


def _net_minor(world: World) -> int:
    entries = {key[1]: e["amountMinor"] for key, e in world.store.tables["payments"].items()}
    return int(entries.get("charge", 0) - entries.get("refund", 0))


def _calls(world: World) -> list[dict[str, Any]]:
    return [m for m in world.messages if m["kind"] == "needs-attention"]


def _told(world: World) -> bool:
    return order_item(world)["status"] != "NEEDS_ATTENTION" or bool(_calls(world))


def _wrong_ends(world: World) -> Iterator[str]:
    status = order_item(world)["status"]
    endured = set(world.faults) <= set(ENDURED) and len(world.faults) < 3
    if endured and status != world.scenario.ends:
        yield f"it ends {status} although it could be endured, due {world.scenario.ends}"
    lasting = {*LASTING, Fault.GIVEN_UP}.intersection(world.faults)
    if not lasting and (status == "NEEDS_ATTENTION" or _calls(world)):
        yield "it called for attention although nothing was broken for good"


def wrong_books(world: World) -> Iterator[str]:
    """What is wrong with the money, the stock and the order's status."""
    item = order_item(world)
    status = item["status"]
    if status not in TERMINAL_STATUSES:
        yield f"the status is {status}"
    if status == "NEEDS_ATTENTION" and item.get("resolvedAs") not in UNDONE_STATUSES:
        yield f"it needed attention and is resolved as {item.get('resolvedAs')}"
    net = _net_minor(world)
    for (table, key), times in world.store.writes.items():
        if table == "payments" and times > 1:
            yield f"the provider moved the money of {key[1]} {times} times"
    due = world.order.amount_minor if status == "FINALIZED" else 0
    if net != due:
        yield f"net money is {net}, due {due} for {status}"
    for line in world.order.lines:
        sold = line.quantity if status == "FINALIZED" else 0
        left = world.store.tables["products"][(line.product_id,)]["stock"]
        if left < 0:
            yield f"{left} of {line.product_id} are left"
        if left != STOCK[line.product_id] - sold:
            yield f"{left} of {line.product_id} are left, due {STOCK[line.product_id] - sold}"


def _wrong_events(world: World) -> Iterator[str]:
    status = order_item(world)["status"]
    for message in world.messages:  # as the runbook has it for a push that failed for good
        if message["kind"] == "buyer-not-told" and message["outcome"]["event"]:
            world.invoke(PUSH, message["outcome"])
    heard = [event["data"]["status"] for event in world.page.values()]
    if heard != [status]:
        yield f"the buyer heard {heard}, the order is {status}"
    for earlier, later in zip(world.statuses, world.statuses[1:], strict=False):
        if earlier != "PENDING":
            yield f"the status went from {earlier} to {later}"


def _changed_by_repeats(world: World) -> Iterator[str]:
    before = snapshot(world)
    compensated = {function for function, _ in world.invoked}
    for function, payload in list(world.invoked):
        if function == QUEUE or (function == PUSH and not world.page):
            continue
        try:
            world.invoke(function, payload)
        except Exception as error:
            refused = type(error).__name__
        else:
            refused = ""
        if UNDONE_BY.get(function) in compensated and refused != "StepBlocked":
            yield f"{function} ran after its compensation, though to no effect: {refused}"
        after = snapshot(world)
        if after != before:
            yield f"executing {function} {payload.get('commit', '')} again changed something"
            before = after


def snapshot(world: World) -> Any:
    """All tables and the page, without times."""
    tables = {
        name: {
            key: {field: value for field, value in item.items() if field not in TIMES}
            for key, item in rows.items()
        }
        for name, rows in world.store.tables.items()
    }
    return tables, dict(world.page)
