"""``make pulumi-preview``: what ``pulumi up`` would do to a stage on AWS, as Markdown.

Prints to stdout and, with --out, into a file; the CLI's own text goes to stderr. It changes
nothing, and needs no more than to read. Exits 0 when the stage can be previewed, 1 when the preview
or a mandatory policy fails, 2 when nothing was tried.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from tools.delivery import command
from tools.delivery.markdown import preview_report
from tools.delivery.stack import stack_of


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; its exit code."""
    chosen = command.parser("preview", __doc__).parse_args(arguments)

    def work() -> int:
        with command.reported(f"pulumi preview of {chosen.stage}: not tried", chosen.out):
            code, update = stack_of(chosen.stage).run("preview")
        command.report(preview_report(chosen.stage, update), chosen.out)
        return 1 if code or not update.is_whole else 0

    return command.run(work)


if __name__ == "__main__":
    sys.exit(main())
