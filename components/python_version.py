"""Refuses a Python that is too old, in one sentence. The package's first import."""

import sys

import pulumi

OLDEST = (3, 11)

if sys.version_info[:2] < OLDEST:
    raise pulumi.RunError(
        f"the components need Python {'.'.join(map(str, OLDEST))} or newer, and "
        f"{sys.executable} is {'.'.join(map(str, sys.version_info[:3]))}; make the "
        "virtual environment that holds it anew with a newer one, for example: "
        "python3.13 -m venv --clear .venv"
    )
