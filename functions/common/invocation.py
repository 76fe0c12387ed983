"""When the present invocation ends. Imports nothing: every function has it, the authorizer too."""

from __future__ import annotations

import math
import time
from typing import Any

_ends_at = math.inf


def begin_invocation(context: Any) -> None:
    """Note when the invocation ends. Lambda runs one invocation of a process at a time."""
    global _ends_at
    _ends_at = time.monotonic() + context.get_remaining_time_in_millis() / 1000


def seconds_left() -> float:
    """How long the invocation still has; infinite before the first one."""
    return _ends_at - time.monotonic()
