"""``make token``: print an access token of a demo buyer of the running local stage.

    python -m operations.print_token [--outputs FILE] [--buyer EMAIL]

The token alone is on stdout; whose it is and how long it is valid is on stderr. Exits 0 with a
token, 2 without one. A token opens the buyer's account to whoever has it. So this prints those of
demo buyers only, never one of a stage on AWS.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass

from operations import command_line
from operations.demo_buyers import DemoBuyer, find_buyer
from operations.deployed_stage import DeployedStage, SettingsError
from operations.outputs import OutputsError
from operations.token_claims import claims_of

ON_AWS = (
    "the outputs are those of the stage {stage} on AWS: this prints tokens of a local stage's demo "
    "buyers only. A token of your own stage is what your page gets when somebody signs in"
)
TEMPORARY = (
    "{email} has a temporary password: the first sign-in must choose one, as the shop page shows. "
    "Take another buyer: make token BUYER={other}"
)


@dataclass(frozen=True, kw_only=True)
class StageToSignInAt(DeployedStage):
    """What this command needs of a stage."""

    stage: str
    user_pool_client_id: str = ""
    demo_buyers: Sequence[DemoBuyer] = ()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; its exit code."""
    parser = command_line.parser("print_token", __doc__)
    parser.add_argument("--buyer", default="", metavar="EMAIL", help="default: the first buyer")
    chosen = parser.parse_args(arguments)
    if not chosen.outputs.exists():
        print(
            f"no local stage is running ({chosen.outputs} does not exist); start one with: make up",
            file=sys.stderr,
        )
        return command_line.CANNOT_WORK
    return command_line.run(
        StageToSignInAt, chosen.outputs, lambda stage: print_token(stage, chosen.buyer)
    )


def print_token(stage: StageToSignInAt, email: str) -> int:
    """Sign the buyer in and print the token; the exit code."""
    if not stage.emulator_url:
        raise SettingsError(ON_AWS.format(stage=stage.stage))
    buyer = find_buyer(stage.demo_buyers, email)
    if buyer.get("temporary"):
        other = stage.demo_buyers[0]["email"]
        raise OutputsError(TEMPORARY.format(email=buyer["email"], other=other))
    answer = stage.client("cognito-idp").initiate_auth(
        ClientId=stage.user_pool_client_id,
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": buyer["email"], "PASSWORD": buyer["password"]},
    )
    token = answer["AuthenticationResult"]["AccessToken"]
    claims = claims_of(token)
    minutes = (int(claims["exp"]) - time.time()) / 60
    print(token, flush=True)
    print(
        f"the access token of {buyer['email']} (user id {claims['sub']}), valid for {minutes:.0f} "
        "minutes on this stage",
        file=sys.stderr,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
