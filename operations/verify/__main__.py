"""``make verify``: a deployed stage proves that its buyers hear of their orders.

    python -m operations.verify [--outputs FILE] [--confirm STAGE] [--token FILE] [--wait SECONDS]

Makes a buyer and two unlisted products, orders both, expects the outcomes on an open WebSocket and,
after the line was lost, once more. Then it removes what it made, also after a failure or Ctrl-C.
Exits 0 when the stage did all of it, 1 when a step failed or something is left, 2 when nothing was
tried. docs/runbook.md says what other services see of it.
"""

from __future__ import annotations

import secrets
import signal
import sys
from collections.abc import Sequence

from operations import command_line
from operations.confirmation import check_confirmed
from operations.deployed_stage import SettingsError
from operations.progress import progress
from operations.typed_path import typed_path
from operations.verify.buyer import Buyer, make_buyer, read_token
from operations.verify.ended_sagas import END_SECONDS
from operations.verify.made import Made
from operations.verify.report import VerificationError, step
from operations.verify.stage import StageToVerify
from operations.verify.steps import Verification

WAIT_SECONDS = 60.0
"""How long each event may take. Functions that nobody called for a while start within seconds."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; its exit code."""
    parser = command_line.parser("verify", __doc__)
    parser.add_argument("--confirm", metavar="STAGE", help="the name of a protected stage")
    parser.add_argument("--token", type=typed_path, metavar="FILE", help="a buyer's access token")
    parser.add_argument("--wait", type=float, default=WAIT_SECONDS, help="seconds for each event")
    chosen = parser.parse_args(arguments)

    def work(stage: StageToVerify) -> int:
        check_confirmed(stage.stage, stage.deletion_protection, chosen.confirm)
        buyer = read_token(chosen.token) if chosen.token else None
        if buyer is None and not (stage.user_pool_id and stage.user_pool_client_id):
            raise SettingsError(
                f"this stage's tokens come from {stage.oidc_issuer}, and it has no user pool to "
                "make a buyer in: write an access token of a buyer of yours to a file and add "
                "TOKEN=<file>"
            )
        return verify(stage, buyer, chosen.wait)

    return command_line.run(StageToVerify, chosen.outputs, work)


def verify(stage: StageToVerify, buyer: Buyer | None, wait_seconds: float) -> int:
    """Make, try and remove; the exit code."""
    run = secrets.token_hex(5)
    progress.say(f"Verification {run} of the stage {stage.stage} in {stage.region}")
    made = Made(stage, run)
    succeeded = False
    try:
        _try(stage, made, run, buyer, wait_seconds)
        succeeded = True
    except VerificationError:
        pass  # its step has printed it
    finally:
        left = _removed(made)
    if succeeded and not left:
        progress.say(
            f"The stage {stage.stage} works: its buyers hear of their orders, also after a loss."
        )
    return 0 if succeeded and not left else 1


def _try(
    stage: StageToVerify, made: Made, run: str, buyer: Buyer | None, wait_seconds: float
) -> None:
    if buyer is None:
        with step("a buyer is made and signs in") as saw:
            made.has_user = True
            buyer = made.buyer = make_buyer(stage, run)
            saw(f"{buyer.user_id}")
    else:
        made.buyer = buyer
        progress.say(f"  the buyer of the token: {buyer.user_id}")
    Verification(stage, made, buyer, run, wait_seconds).run()


def _removed(made: Made) -> list[str]:
    if made.orders or made.awaits_order_id:
        progress.say(f"  the removal waits for the sagas to end, {END_SECONDS} s at most")
    try:
        with step("what was made is removed") as saw:
            left = made.remove()
            saw("nothing is left" if not left else "all but the following")
    except VerificationError:
        return ["what the removal has named"]
    for line in left:
        progress.say(f"          left: {line}")
    if made.buyer and not made.buyer.is_marked:
        progress.say(
            "  the buyer's log keeps this run's events: it is not this command's to change"
        )
    return left


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    # A job that is cancelled gets SIGTERM, which would end Python at once. make hears it already.
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) == signal.SIG_DFL:
            signal.signal(number, _interrupt)
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
        sys.exit(130)
