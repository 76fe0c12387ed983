"""The parts that need a local stage, and what must be true of it afterwards."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from local.function_logs import FunctionLogs
from local.local_stage import LocalStage
from local.seed import PRODUCTS, seed_buyers
from local.trials.buyer import Buyer
from local.trials.throwaway_stage import MANY_CHECKOUTS, throwaway_stage
from tests.fuzz.http_fuzz import HttpRun, fuzz_http
from tests.fuzz.parts import Part, Progress
from tests.fuzz.stage_fuzz import Target, fuzz_connections
from tests.support.repository import REPO_ROOT

UNHANDLED = re.compile(r"Traceback|\[ERROR\] (\w+)|Task timed out|Runtime\.\w+")
CLOSED_WITHIN_SECONDS = 60
OPERATIONS = 3
CONNECTION_FUNCTIONS = (
    "authorize-connection", "open-connection", "close-connection", "resume-events"
)  # fmt: skip
HTTP_FUNCTIONS = ("start-checkout", "get-order", "list-products")
"""Those that answer. The saga's own functions fail on purpose, with the errors that it declares."""


@contextmanager
def fuzz_stage() -> Iterator[LocalStage]:
    """A stage of its own, on which one buyer orders as often as requests are sent."""
    with throwaway_stage(REPO_ROOT, settings=MANY_CHECKOUTS) as stage:
        yield stage


def buyer_of(stage: LocalStage, name: str) -> Buyer:
    """A buyer of the suite's own: limits that count by user touch nobody else."""
    (known,) = seed_buyers(stage.client, stage.outputs, [f"{name}@example.com"])
    return Buyer(stage.outputs, known).sign_in()


def connections_part(stage: LocalStage, seed: int, inputs: int, progress: Progress) -> Part:
    """Frames and handshakes; then no row, no event and no traceback may be left."""
    buyer = buyer_of(stage, f"frames-{seed}-{inputs}")
    logs = FunctionLogs(stage)
    list(logs.new_lines())
    outputs = stage.outputs
    target = Target(outputs["websocket_url"], outputs["storefront_url"], buyer.token)
    faults = fuzz_connections(target, seed, inputs, progress)
    deadline = time.monotonic() + CLOSED_WITHIN_SECONDS
    while _count(stage, "connections_table", buyer.user_id):
        if time.monotonic() > deadline:
            faults.append("rows of closed connections are left")
            break
        time.sleep(0.5)
    if _count(stage, "events_table", buyer.user_id):
        faults.append("a frame changed the log")
    return Part("stage", inputs, faults + log_faults(logs, buyer.token, CONNECTION_FUNCTIONS))


def http_part(stage: LocalStage, seed: int, each: int, progress: Progress) -> Part:
    """Requests to every operation; then as many orders are new as were accepted."""
    buyer = buyer_of(stage, f"http-{seed}-{each}")
    logs = FunctionLogs(stage)
    list(logs.new_lines())
    products = tuple(str(product["productId"]) for product in PRODUCTS)
    run = HttpRun(stage.outputs["http_url"], buyer.token, products, progress, OPERATIONS * each)
    fuzz_http(run, seed, each)
    progress(run.total, run.total, len(run.faults))
    stored = _count(stage, "orders_table", buyer.user_id)
    if stored != len(run.accepted):
        run.faults.append(f"{len(run.accepted)} orders were accepted, {stored} were stored")
    if not stored:
        run.faults.append("no request was good enough for an order: the part proves little")
    return Part("http", run.done, run.faults + log_faults(logs, buyer.token, HTTP_FUNCTIONS))


def log_faults(logs: FunctionLogs, token: str, functions: tuple[str, ...]) -> list[str]:
    """Tokens in any function's log since the last look, and tracebacks in those of ``functions``.

    Other functions may still do what an earlier test asked for.
    """
    found: Counter[str] = Counter()
    example: dict[str, str] = {}
    for name, line in logs.new_lines():
        kinds = []
        if token.rsplit(".", 1)[1] in line or "bearer.ey" in line:
            kinds.append(f"{name} logs a token")
        unhandled = UNHANDLED.search(line)
        if unhandled and name.endswith(functions):
            kinds.append(f"{name} logs {unhandled[0]}")
        for kind in kinds:
            found[kind] += 1
            example.setdefault(kind, line[:300])
    return [f"{kind} ({count} times)\n    {example[kind]}" for kind, count in found.items()]


def _count(stage: LocalStage, table: str, user_id: str) -> int:
    """The user's rows: other tests have theirs."""
    pages = stage.client("dynamodb").get_paginator("scan")
    found = pages.paginate(
        TableName=stage.outputs[table],
        Select="COUNT",
        ConsistentRead=True,
        FilterExpression="userId = :user",
        ExpressionAttributeValues={":user": {"S": user_id}},
    )
    return sum(int(page["Count"]) for page in found)
