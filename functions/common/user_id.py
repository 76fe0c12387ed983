"""The one rule for a user's id. Every door keeps it, and so does the push input. Pure.

An id that a door lets in and the push refuses would be a connection that hears nothing.
"""

from __future__ import annotations

from typing import TypeGuard

MAX_USER_ID_CHARACTERS = 256
"""At most 1,024 bytes as UTF-8. DynamoDB allows 2,048 for a partition key."""
USER_ID_RULE = f"a text of 1 to {MAX_USER_ID_CHARACTERS} printable characters"
"""The rule in words, for errors."""


def is_user_id(value: object) -> TypeGuard[str]:
    """True for a text of 1 to 256 characters, all of them printable.

    Not printable are control characters, invisible ones and every space but U+0020. A lone
    surrogate is not printable either, so an id can always be written as UTF-8.
    """
    return (
        isinstance(value, str) and 1 <= len(value) <= MAX_USER_ID_CHARACTERS and value.isprintable()
    )
