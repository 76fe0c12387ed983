"""``make drift``: whether a stage on AWS is still what its program and its last update say.

Reads every resource and changes neither AWS nor the state. Prints Markdown to stdout and, with
--out, into a file. Exits 0 without drift, 1 with drift, 2 when it cannot be told.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from tools.delivery import command
from tools.delivery.markdown import drift_report
from tools.delivery.stack import stack_of

WHAT_TO_DO = (
    "Changed on AWS: somebody, or another program, changed the resource behind Pulumi's back. Put "
    "what is meant into the program, or let make pulumi-up put the program's value back. What only "
    "pulumi up would change may be a change that is merged and not deployed yet."
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; its exit code."""
    chosen = command.parser("drift", __doc__).parse_args(arguments)

    def work() -> int:
        with command.reported(f"Drift of {chosen.stage}: not known", chosen.out):
            stack = stack_of(chosen.stage)
            code, update = stack.run("preview", "--refresh", "--expect-no-changes")
        has_drift = update.is_whole and bool(update.elsewhere or update.steps)
        text = drift_report(chosen.stage, update)
        command.report(f"{text}\n{WHAT_TO_DO}\n" if has_drift else text, chosen.out)
        if has_drift:
            return 1
        return command.CANNOT_WORK if code or not update.is_whole else 0

    return command.run(work)


if __name__ == "__main__":
    sys.exit(main())
