"""Work that is done while Lambda initialises a process, and not in its first invocation.

A function has a share of a processor by its memory: a seventh with 256 MiB. While it initialises,
people measure a whole one, which AWS does not promise. A client takes much of either.
"""

from __future__ import annotations

import os
from collections.abc import Callable

ON_LAMBDA = "AWS_LAMBDA_INITIALIZATION_TYPE"
"""A variable that Lambda sets. Elsewhere an import makes nothing."""


def at_init(*make: Callable[[], object]) -> None:
    """Call each, on Lambda only. Each must keep what it makes."""
    if ON_LAMBDA in os.environ:
        for one in make:
            one()
