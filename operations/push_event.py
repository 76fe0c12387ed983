"""``make push``: push one event to a buyer, through the stage's push function.

    python -m operations.push_event [--outputs FILE] [--buyer EMAIL | --user-id ID]
        [--type hello.world] [--data JSON] [--confirm STAGE]

Each run pushes a new event. Exits 0 when the event is stored, 1 when the push function refused it
or failed, 2 when nothing was pushed. On AWS the user is named by ``--user-id``, and a protected
stage by ``--confirm``.
"""

from __future__ import annotations

import json
import secrets
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NoReturn

from contract.frames import CONTROL_PREFIX
from operations import command_line
from operations.confirmation import check_confirmed
from operations.demo_buyers import DemoBuyer, find_buyer
from operations.deployed_stage import DeployedStage, SettingsError
from operations.push_function import call_push_function

SOURCE = "make-push"
TYPE, DATA = "hello.world", '{"text":"hello"}'
LATER = ". A page of this user gets it when it connects"
SHOWN_CHARACTERS = 200


@dataclass(frozen=True, kw_only=True)
class StageToPushTo(DeployedStage):
    """What this command needs of a stage."""

    stage: str
    push_function_arn: str
    deletion_protection: bool = False
    user_pool_id: str = ""
    demo_buyers: Sequence[DemoBuyer] = ()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; its exit code."""
    parser = command_line.parser("push_event", __doc__)
    parser.add_argument("--buyer", default="", metavar="EMAIL", help="default: the first buyer")
    parser.add_argument("--user-id", default="", metavar="ID", help="the sub of the user's tokens")
    parser.add_argument("--type", default=TYPE, help=f"the event's type; default: {TYPE}")
    parser.add_argument("--data", default=DATA, metavar="JSON", help=f"default: {DATA}")
    parser.add_argument("--confirm", metavar="STAGE", help="the name of a protected stage")
    chosen = parser.parse_args(arguments)

    def work(stage: StageToPushTo) -> int:
        event = make_event(chosen.type, chosen.data)
        name, user_id = whom(stage, chosen.buyer, chosen.user_id)
        if not stage.emulator_url:
            check_confirmed(stage.stage, stage.deletion_protection, chosen.confirm)
        return push(stage, name, user_id, event)

    return command_line.run(StageToPushTo, chosen.outputs, work)


def make_event(event_type: str, data: str) -> dict[str, Any]:
    """A new event. ``SettingsError`` for a type or data that no event can have."""
    if not event_type or event_type.startswith(CONTROL_PREFIX):
        raise SettingsError(
            f"TYPE={event_type} is no type of an event: it must not be empty, and what starts with "
            f"{CONTROL_PREFIX} is the protocol's own; take one such as TYPE={TYPE}"
        )
    try:
        content = json.loads(data, parse_constant=_no_json)
    except (ValueError, RecursionError) as error:
        raise SettingsError(
            f"DATA={data[:SHOWN_CHARACTERS]} is not JSON ({error}): write it in quotes of the "
            f"shell, such as DATA='{DATA}'"
        ) from error
    return {
        "id": f"push-{secrets.token_hex(8)}",
        "source": SOURCE,
        "type": event_type,
        "time": datetime.now(UTC).isoformat(),
        "data": content,
    }


def _no_json(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is none of its values")


def whom(stage: StageToPushTo, buyer: str, user_id: str) -> tuple[str, str]:
    """The user's name for people, and the user's id."""
    if buyer and user_id:
        raise SettingsError("BUYER= and USER_ID= name a user each: leave one of them out")
    if user_id:
        return user_id, user_id
    if not stage.emulator_url:
        raise SettingsError(
            f"the outputs are those of the stage {stage.stage} on AWS, where a user is named by "
            "USER_ID=, the sub of the user's tokens: nothing was pushed"
        )
    email = str(find_buyer(stage.demo_buyers, buyer)["email"])
    found = stage.client("cognito-idp").admin_get_user(
        UserPoolId=stage.user_pool_id, Username=email
    )
    (sub,) = (one["Value"] for one in found["UserAttributes"] if one["Name"] == "sub")
    return email, str(sub)


def push(stage: StageToPushTo, name: str, user_id: str, event: dict[str, Any]) -> int:
    """Push the event and say what became of it; the exit code."""
    request = {"userId": user_id, "event": event}
    result, failure = call_push_function(stage, stage.push_function_arn, request)
    if failure:
        print(f"the push function failed: {failure}", file=sys.stderr)
        return 1
    delivered = result["delivered"]
    pages = "1 connection" if delivered == 1 else f"{delivered} connections"
    missed = "".join(
        f", {result[kind]} {kind}" for kind in ("gone", "throttled") if result.get(kind)
    )
    print(
        f"{event['type']} for {name}: stored as {result['sequence']}, delivered to {pages}{missed}"
        f"{'' if delivered else LATER}"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
