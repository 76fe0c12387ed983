"""``make pulumi-up``: deploy a stage on AWS without a question, and write its outputs.

The engine previews first, with the policies, and updates nothing when that fails. A protected stage
has to be named by --confirm. A commit before the one that was deployed last wants --older. The
outputs are for make verify and the other commands on a stage. Exits 0 when the stage is deployed, 1
when the engine failed, 2 when nothing was tried.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from operations.confirmation import check_confirmed
from tools.delivery import command
from tools.delivery.order import check_not_older
from tools.delivery.stack import stack_of


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; its exit code."""
    parser = command.parser("up", __doc__)
    parser.add_argument("--confirm", metavar="STAGE", help="the name of a protected stage")
    parser.add_argument("--older", action="store_true", help="go back to an older commit")
    chosen = parser.parse_args(arguments)

    def work() -> int:
        stack = stack_of(chosen.stage)
        check_confirmed(stack.stage, stack.is_protected, chosen.confirm)
        if not chosen.older:
            check_not_older(stack)
        code, update = stack.run("up", "--yes")
        if code:
            print(
                f"The stage {stack.stage} is not deployed: the engine's last lines say why. What "
                "it had changed by then stays; the next run goes on from there.",
                file=sys.stderr,
            )
            return 1
        file = chosen.out or Path(".local") / f"{stack.stage}.json"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(stack.outputs(), indent=2) + "\n", encoding="utf-8")
        confirm = f" CONFIRM={stack.stage}" if stack.is_protected else ""
        print(f"The stage {stack.stage} is deployed. Resources changed: {len(update.steps)}. "
              f"Next: make verify OUTPUTS={file}{confirm}")  # fmt: skip
        return 0

    return command.run(work)


if __name__ == "__main__":
    sys.exit(main())
