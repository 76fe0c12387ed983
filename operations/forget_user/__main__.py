"""``make forget-user``: erase what a stage holds of one user, and show that nothing is left.

    python -m operations.forget_user [--outputs FILE] [--confirm STAGE] [--list] USER_ID

``USER_ID`` is the ``sub`` of the user's tokens. Nothing is erased while an order of the user is
under way. A run that was stopped is finished by the next one. With ``--list`` nothing changes.
Exits 0 when nothing is left, 1 when something is or may be, 2 when it did not begin.
docs/runbook.md says what stays, and why.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from botocore.exceptions import BotoCoreError, ClientError

from operations import command_line
from operations.confirmation import check_confirmed
from operations.deployed_stage import SettingsError
from operations.forget_user.erase import erase
from operations.forget_user.held import Held, find, under_way
from operations.forget_user.messages import messages_about
from operations.forget_user.proof import remains
from operations.forget_user.stage import StageToForgetIn

STAYS = (
    "orders: what was sold, for how much and when, with a random text in the place of the user",
    "the payments' ledger and the steps' records: by order, without the user; steps expire after "
    "400 days",
    "executions of the saga: their input names the user until 90 days after they ended. AWS "
    "deletes them; nobody can sooner",
    "backups: point-in-time recovery reaches back 35 days, and the orders table's stream 24 hours. "
    "After a restore, run this command again",
    "logs: they name connections and orders; a line that names the user in an error's text stays "
    "for logRetentionDays",
)
AGAIN = (
    "a page that holds a token may connect and order until the token expires: 60 minutes for a "
    "token of the stage's pool. Run this command again after that"
)
AGAIN_WHEN_STOPPED = (
    "Remove the cause, such as a permission that docs/runbook.md lists for make forget-user, and "
    "run it again: it does the rest, and shows what is left"
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; its exit code."""
    parser = command_line.parser("forget_user", __doc__)
    parser.add_argument("--confirm", metavar="STAGE", help="the name of a protected stage")
    parser.add_argument("--list", action="store_true", help="change nothing")
    parser.add_argument("user_id", metavar="USER_ID", help="the sub of the user's tokens")
    chosen = parser.parse_args(arguments)

    def work(stage: StageToForgetIn) -> int:
        if not chosen.user_id:
            raise SettingsError("USER_ID must be the sub of the user's tokens, got nothing")
        if not chosen.list:
            check_confirmed(stage.stage, stage.deletion_protection, chosen.confirm)
        return forget(stage, chosen.user_id, chosen.list)

    return command_line.run(StageToForgetIn, chosen.outputs, work)


def forget(stage: StageToForgetIn, user_id: str, list_only: bool) -> int:
    """Look, erase and look again; the exit code."""
    held = find(stage, user_id)
    print(f"{user_id} on the stage {stage.stage} in {stage.region}: {held}", flush=True)
    if not stage.user_pool_id:
        print(f"the user signs in at {stage.oidc_issuer}: remove the user there first")
    unfinished = list(under_way(stage, held))
    for line in unfinished:
        print(f"under way: {line}")
    if list_only:
        return _listed(stage, user_id, held)
    if unfinished:
        print("nothing was erased: run this command again when no order is under way")
        return 1
    done = "nothing that is known"
    try:
        for line in erase(stage, user_id, held):
            print(line, flush=True)
            done = f"'{line}'"
        return _shown(stage, user_id)
    except (BotoCoreError, ClientError) as failed:  # 2 would say that it did not begin
        print(f"stopped after {done}: {failed}. {AGAIN_WHEN_STOPPED}", file=sys.stderr)
        return 1


def _listed(stage: StageToForgetIn, user_id: str, held: Held) -> int:
    for row in held.orders:
        print(f"order: {row['orderId']['S']}")
    messages = list(messages_about(stage, user_id))
    for line in messages:
        print(f"held: {line}")
    names = held.user_name or held.orders or held.connections or held.log or held.allowances
    return 1 if names or messages else 0


def _shown(stage: StageToForgetIn, user_id: str) -> int:
    """Print what stays and what was searched. 0 when no place names the user."""
    for line in STAYS:
        print(f"stays: {line}")
    left = False
    for line, found in remains(stage, user_id):
        print(f"{'LEFT' if found else 'searched'}: {line}", flush=True)
        left = left or found
    for line in messages_about(stage, user_id):
        print(f"LEFT: {line}; settle it as docs/runbook.md says, then run this command again")
        left = True
    print(f"note: {AGAIN}")
    if not left:
        print(f"nothing else on this stage names {user_id}")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
