"""One event for all connections of one user, and one event for ten thousand users."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from benchmarks.bench import Bench
from benchmarks.fan_out import many_users, through_the_bus
from benchmarks.fan_out.one_user import Fan
from benchmarks.results import RECKONED, TIMED_ONCE, Figure, Row, at_most, counted
from benchmarks.turns import compared, in_turns

TITLE = "Fan-out: one user with many connections, and one event for many users"
CONNECTIONS = (1, 10, 100)
ROUNDS = 5
IN_TURN = "in turn"


def measure(bench: Bench) -> Figure:
    """Posts side by side against posts in turn; then many users, on the stage and reckoned."""
    rows: list[Row] = []
    times: dict[str, list[float]] = {"connections": [], "ours": [], IN_TURN: []}
    for number in CONNECTIONS:
        bench.doing(f"{number} connections")
        made = _one_user(number)
        rows += made
        times["connections"].append(number)
        times["ours"].append(made[0].ours)
        times[IN_TURN].append(made[0].peer)
    bench.doing("many users through the bus")
    users, series = _many_users(bench)
    return Figure("fan-out", TITLE, (*rows, *users), {"milliseconds": times, **series})


def _one_user(number: int) -> list[Row]:
    fan = Fan(number)
    together, turn, half, half_in_turn = in_turns(
        [
            lambda: fan.all_pages(fan.ours),
            lambda: fan.all_pages(fan.in_turn),
            lambda: fan.median_page(fan.ours),
            lambda: fan.median_page(fan.in_turn),
        ],
        ROUNDS,
    )
    most = number == CONNECTIONS[-1]
    goal = at_most(0.1) if most else None
    note = "one is throttled at its first post, one is gone" if most else ""
    what = f"{number} connections" if number > 1 else "one connection"
    rows = [compared(f"{what}, all have it", together, IN_TURN, turn, "ms", goal, note)]
    if most:
        rows.append(compared(f"{what}, half have it", half, IN_TURN, half_in_turn, "ms", goal))
    return rows


def _many_users(bench: Bench) -> tuple[list[Row], dict[str, Any]]:
    batch, push = many_users.counted()
    bus, direct = many_users.by_the_bus(batch), many_users.directly(push)
    arrived = through_the_bus.send(bench.stage)
    peer = "one direct invocation each"
    what = f"{many_users.USERS:,} users by the bus"
    rows = [
        counted(f"{what}, invocations", bus.invocations, peer, direct.invocations,
                "invocations", note="a batch's size, by definition", kind=RECKONED),
        counted(f"{what}, a running function", bus.users_per_second, peer, direct.users_per_second,
                "users a second", None,
                "at most, if only waiting counts and the processor does not: 5 ms for a call to "
                "DynamoDB, 20 ms for a post, both assumed", RECKONED),
        counted(f"{what}, cost", bus.dollars, peer, direct.dollars, "$", None,
                "the bus and the queue cost more than they save; they repeat what failed",
                RECKONED),
        counted(f"{arrived.users} users on the stage, invocations", arrived.invocations,
                "a full batch each", arrived.users / batch.users, "invocations", None,
                f"{arrived.users / arrived.seconds:.0f} users a second on this machine, in one run",
                TIMED_ONCE),
    ]  # fmt: skip
    return rows, {"many_users": {"bus": asdict(bus), "direct": asdict(direct)},
                  "on_the_stage": asdict(arrived)}  # fmt: skip
