"""Our push function and the peers on the local stage, deployed the same way."""

from __future__ import annotations

import itertools
import json
import statistics
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from benchmarks.contention.producers import an_event
from local.local_stage import LocalStage
from local.provisioners.lambda_ import RUNTIME, zip_of
from local.trials.buyer import Buyer
from local.trials.open_page import OpenPage

PEERS = Path(__file__).with_name("peers")
Push = Callable[[], float]
"""Pushes once. Answers the milliseconds from the call of the function to the frame on the page."""


class StagePushes:
    """A buyer's open page on the stage, and functions that push to it."""

    def __init__(self, stage: LocalStage) -> None:
        self._stage = stage
        self._lambda = stage.client("lambda")
        self._user, self._page, self._connection_id = self._open_page()
        self._numbers = itertools.count()

    def ours(self) -> Push:
        """The stage's own push function."""
        return self._through(self._stage.outputs["push_function_arn"])

    def peer(self, module: str) -> Push:
        """A function of benchmarks/receipt/peers, with the settings and the role of ours."""
        like = self._lambda.get_function_configuration(
            FunctionName=self._stage.outputs["push_function_arn"]
        )
        made = self._lambda.create_function(
            FunctionName=f"peer-{module.replace('_', '-')}",
            Runtime=RUNTIME,
            Handler=f"{module}.handler",
            Role=like["Role"],
            Timeout=like["Timeout"],
            MemorySize=like["MemorySize"],
            Environment=like["Environment"],
            Code={"ZipFile": zip_of({f"{module}.py": PEERS / f"{module}.py"}, layered=False)},
        )
        return self._through(made["FunctionArn"])

    def close(self) -> None:
        """Close the page."""
        self._page.close()

    def _through(self, function: str) -> Push:
        def push() -> float:
            name = f"bench-{next(self._numbers)}"
            request = {"userId": self._user, "connectionId": self._connection_id,
                       "event": an_event(name)}  # fmt: skip
            self._page.frames.clear()
            began = time.monotonic()
            answer = self._lambda.invoke(FunctionName=function, Payload=json.dumps(request))
            if "FunctionError" in answer:
                raise RuntimeError(f"the push failed: {answer['Payload'].read().decode()}")
            received = self._page.wait_for("order.finalized", name)
            return 1000 * (received.at - began)

        return push

    def _open_page(self) -> tuple[str, OpenPage, str]:
        outputs = self._stage.outputs
        buyer = Buyer(outputs, outputs["demo_buyers"][0]).sign_in()
        page = _opened(buyer)
        rows = self._stage.client("dynamodb").query(
            TableName=outputs["connections_table"],
            KeyConditionExpression="userId = :user",
            ExpressionAttributeValues={":user": {"S": buyer.user_id}},
        )["Items"]
        newest = max(rows, key=lambda row: int(row["openedAtMs"]["N"]))
        return buyer.user_id, page, newest["connectionId"]["S"]


def _opened(buyer: Buyer) -> OpenPage:
    """The first handshake starts two functions, which takes its time on a busy machine."""
    for _ in range(3):
        with suppress(TimeoutError):
            return buyer.open_page()
    return buyer.open_page()


def median_of(push: Push, times: int) -> Push:
    """A sample for turns: the median of so many pushes."""
    return lambda: statistics.median(push() for _ in range(times))
