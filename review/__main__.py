"""``make review BASE=main``: what two commits would create, as Markdown for whoever reviews."""

from __future__ import annotations

from local.forks.programs import PROGRAMS

if PROGRAMS is not None:
    PROGRAMS.start()  # it loads while this process loads what itself needs

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from local.interrupts import stopping_in_order
from operations.progress import Progress
from operations.typed_path import typed_path
from review.review import review
from review.run.commits import ReviewError
from review.run.trees import REPO_ROOT

WRONG = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Print one review. 1 when a program fails by the change; ``WRONG`` without a review.

    make has one code for both: a review that was printed or written tells them apart.
    """
    parser = argparse.ArgumentParser(prog="make review", description=__doc__)
    parser.add_argument("--base", required=True, help="the branch that the change goes into")
    parser.add_argument("--head", default="HEAD", help="the commit with the change")
    parser.add_argument("--project", type=typed_path, default=REPO_ROOT, metavar="DIR")
    parser.add_argument("--out", type=typed_path, metavar="FILE", help="write it there, too")
    parser.add_argument("--full", action="store_true", help="cut nothing")
    given = parser.parse_args(arguments)
    progress = Progress(sys.stderr)
    try:
        if given.out and not given.out.parent.is_dir():
            raise ReviewError(
                f"OUT={given.out}: there is no folder {given.out.parent}; make it first"
            )
        with _programs_print_to_stderr():
            made = review(given.project, given.base, given.head, progress, full=given.full)
        if given.out:
            given.out.write_text(made.text, encoding="utf-8")
    except ReviewError as error:
        print(error, file=sys.stderr)
        return WRONG
    except OSError as error:
        print(f"OUT={given.out} cannot be written: {error.strerror}", file=sys.stderr)
        return WRONG
    sys.stdout.write(made.text)
    sys.stdout.flush()
    return made.exit_code


@contextmanager
def _programs_print_to_stderr() -> Iterator[None]:
    """What a program prints must not come into the comment: its output is this process's."""
    sys.stdout.flush()
    ours = os.dup(1)
    os.dup2(2, 1)
    try:
        yield
    finally:
        os.dup2(ours, 1)
        os.close(ours)


if __name__ == "__main__":
    sys.exit(stopping_in_order(main))
