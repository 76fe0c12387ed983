"""Restores a stage's replay log to an earlier moment, amid a trial."""

from __future__ import annotations

import json
import secrets
import threading
import time
from collections.abc import Collection

from contract.tables import EVENTS_KEY
from local.local_stage import LocalStage
from local.trials.stoppable import StoppedError

STORED_WITHIN_SECONDS = 120


class RestoredLog:
    """A second events table. ``undo`` gives the functions their own table back.

    Once ``stopped`` is set, waiting ends with ``StoppedError``.

    The stage has no Pulumi state: the functions are told the table's name, as `pulumi up` does.
    """

    def __init__(self, stage: LocalStage, stopped: threading.Event) -> None:
        self._stopped = stopped
        self._stage, self._original = stage, str(stage.outputs["events_table"])
        self._table = self._original
        self._restored = f"{self._original}-{secrets.token_hex(4)}"

    def wait_until_stored(self, users: Collection[str], events: int) -> None:
        """Wait until the users' events are all in the log: the event bus takes its time."""
        deadline = time.monotonic() + STORED_WITHIN_SECONDS
        while (stored := sum(self._last_sequence(user) for user in users)) != events:
            if time.monotonic() > deadline:
                raise TimeoutError(f"{self._table} has {stored} events of the users, not {events}")
            if self._stopped.wait(0.2):
                raise StoppedError

    def restore_as_of_now(self) -> None:
        """Make the second table. The functions go on with the first one."""
        client = self._stage.client("dynamodb")
        client.restore_table_to_point_in_time(
            SourceTableName=self._original,
            TargetTableName=self._restored,
            UseLatestRestorableTime=True,
        )
        client.get_waiter("table_exists").wait(TableName=self._restored)

    def use(self) -> int:
        """Point the functions at the second table. Answers how many functions there are."""
        return self._point_at(self._restored)

    def undo(self) -> None:
        """Point the functions at the first table again."""
        if self._table != self._original:
            self._point_at(self._original)

    def _point_at(self, table: str) -> int:
        """Grant the table to all functions first, so that none fails meanwhile."""
        client, users = self._stage.client("lambda"), []
        for page in client.get_paginator("list_functions").paginate():
            for function in page["Functions"]:
                variables = function.get("Environment", {}).get("Variables", {})
                if variables.get("EVENTS_TABLE") == self._table:
                    self._grant(function["Role"].rpartition("/")[2])
                    users.append((function["FunctionName"], variables | {"EVENTS_TABLE": table}))
        for name, variables in users:
            environment = {"Variables": variables}
            client.update_function_configuration(FunctionName=name, Environment=environment)
        self._table = table
        return len(users)

    def _grant(self, role: str) -> None:
        """Let the role do with the second table what it may do with the first."""
        iam = self._stage.client("iam")
        for policy in iam.list_role_policies(RoleName=role)["PolicyNames"]:
            document = iam.get_role_policy(RoleName=role, PolicyName=policy)["PolicyDocument"]
            text = json.dumps(document)
            both = text.replace(f":table/{self._original}", f":table/{self._restored}")
            if both != text:
                name = f"{policy}-restored"
                iam.put_role_policy(RoleName=role, PolicyName=name, PolicyDocument=both)

    def _last_sequence(self, user_id: str) -> int:
        partition, sort = EVENTS_KEY
        answer = self._stage.client("dynamodb").get_item(
            TableName=self._table,
            Key={partition: {"S": user_id}, sort: {"S": "head"}},
            ConsistentRead=True,
        )
        return int(answer["Item"]["sequence"]["N"]) if "Item" in answer else 0
