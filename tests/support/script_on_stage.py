"""Carries out steps on a stage, as ``script_on_fake_server.mjs`` does on the fake server."""

from __future__ import annotations

import json
import queue
import secrets
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from contract.frames import RESUMED
from local.local_stage import LocalStage
from local.seed import seed_buyers
from local.trials.buyer import Buyer
from tests.support.producer import push

NO_CLOSE_FRAME = 1006
FRAME_SECONDS = 20
QUIET_SECONDS = 1.0
"""After the last step nothing more may come for so long."""
THE_LAST = "<epoch>"
"""Stands for the epoch of the last answer to a resume."""
Step = dict[str, Any]
Came = dict[str, list[Any]]
"""What came in a step, by the socket's name; ``push`` has what a push answered."""


class ScriptOnStage:
    """Carries out the steps on a stage, for a user whom nobody else knows."""

    def __init__(
        self, stage: LocalStage, swap_table: Callable[[Callable[[], Any]], Any], restored: str
    ) -> None:
        self._stage, self._swap_table, self._restored = stage, swap_table, restored
        (made,) = seed_buyers(stage.client, stage.outputs, [f"{secrets.token_hex(6)}@example.com"])
        self._buyer = Buyer(stage.outputs, made).sign_in()
        self._sockets: dict[str, ClientConnection] = {}
        self._came: dict[str, queue.Queue[Any]] = {}
        self._epoch = ""

    def run(self, steps: list[Step], expected: list[Came]) -> list[Came]:
        """What came in each step: as much as is expected, and the last step whatever is left."""
        found = []
        for step, came in zip(steps, expected, strict=True):
            how = {name: value for name, value in step.items() if name != "verb"}
            answer = getattr(self, step["verb"])(**how)
            found.append({} if answer is None else {"push": [answer]})
            for name in came.keys() - {"push"}:
                found[-1][name] = [self._next(name) for _ in came[name]]
        time.sleep(QUIET_SECONDS)
        for name, waiting in self._came.items():
            while not waiting.empty():
                found[-1].setdefault(name, []).append(waiting.get())
        return found

    def _next(self, name: str) -> Any:
        try:
            frame = self._came[name].get(timeout=FRAME_SECONDS)
        except queue.Empty:
            return "nothing came"
        if frame.get("type") == RESUMED:
            self._epoch = frame["epoch"]
        return frame

    def open(self, socket: str, protocols: Sequence[str] = ("realtime.v1",), **how: Any) -> None:
        came = self._came[socket] = queue.Queue()
        bearer = f"bearer.{how.get('token', self._buyer.token)}"
        try:
            opened = connect(
                self._stage.outputs["websocket_url"],
                origin=Origin(self._stage.outputs["storefront_url"]),
                subprotocols=[Subprotocol(name) for name in (*protocols, bearer)],
                proxy=None,
            )
        except InvalidStatus:
            came.put({"closed": NO_CLOSE_FRAME})
            return
        came.put({"opened": opened.subprotocol})
        self._sockets[socket] = opened
        threading.Thread(target=read, args=(opened, came), daemon=True).start()

    def send(self, socket: str, text: str) -> None:
        self._sockets[socket].send(text.replace(THE_LAST, self._epoch))

    def push(self, event: dict[str, Any]) -> Any:
        answer = push(self._stage, {"userId": self._buyer.user_id, "event": event})
        return {"sequence": answer["sequence"]} if "sequence" in answer else "refused"

    def leave(self, socket: str) -> None:
        del self._came[socket]
        self._sockets.pop(socket).close()

    def wait(self, seconds: float) -> None:
        time.sleep(seconds)

    def restore(self, lost: int, event: dict[str, Any]) -> Any:
        assert lost == 1
        return self._swap_table(lambda: self.push(event))

    def forget(self) -> None:
        """What TTL does, and the end of the replay window of the newest event."""
        table = self._restored
        rows = self._stage.client("dynamodb")
        for item in self._items(table):
            key = {name: item[name] for name in ("userId", "itemKey")}
            if item["itemKey"]["S"].startswith("event#"):
                rows.delete_item(TableName=table, Key=key)
            if item["itemKey"]["S"] == "head":
                rows.put_item(TableName=table, Item={**item, "leavesWindowAt": {"N": "0"}})

    def disconnect(self) -> None:
        push(self._stage, {"operation": "disconnect", "userId": self._buyer.user_id})

    def expire(self, seconds: float) -> None:
        """What the row says once the token's time is over. The time itself is not waited for."""
        table = self._stage.outputs["connections_table"]
        for row in self._items(table):
            item = {**row, "authorizedUntil": {"N": "0"}}
            self._stage.client("dynamodb").put_item(TableName=table, Item=item)

    def _items(self, table: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self._stage.client("dynamodb").query(
            TableName=table,
            KeyConditionExpression="userId = :user",
            ExpressionAttributeValues={":user": {"S": self._buyer.user_id}},
        )["Items"]
        return found

    def close(self) -> None:
        for socket in self._sockets.values():
            socket.close()


def read(socket: ClientConnection, came: queue.Queue[Any]) -> None:
    try:
        for text in socket:
            came.put(json.loads(text))
    except ConnectionClosed:
        pass
    came.put({"closed": socket.close_code})
