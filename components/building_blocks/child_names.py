"""How long a component's name may be: it is the beginning of its children's names."""

from __future__ import annotations

import re

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
MOST_CHARACTERS = 64
"""AWS's limit for the names of functions and roles, the lowest of all children's."""
RANDOM_SUFFIX = "-1234567"
"""What Pulumi adds to a physical name."""


def check_name(component: str, name: str, *, longest_child: str) -> None:
    """Raise ``ValueError`` for a name that AWS would refuse as part of a child's name.

    ``longest_child`` is what the longest name of a function or role adds to the component's.
    """
    most = MOST_CHARACTERS - len(longest_child) - len(RANDOM_SUFFIX)
    if not _NAME.fullmatch(name) or len(name) > most:
        raise ValueError(
            f"{component}: its name must be letters, digits and hyphens, {most} characters at most "
            "(what AWS allows, less what the names of its functions and roles add), "
            f"got {name!r} with {len(name)}"
        )
