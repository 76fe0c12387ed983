"""A value as a reader is shown it, or not: a hash, a secret or a document says nothing. Pure."""

from __future__ import annotations

import json
import re
from typing import Any

from local.aws_provider import SECRET
from review.text.markdown import code, shortened

LONGEST_VALUE, KEPT = 60, 20
"""Characters of a value that stand in a line, and of them those before the first difference."""
HASH = re.compile(r"sha256:|\b(?=[0-9a-f]*[a-f])[0-9a-f]{16,}\b")
BEFORE_A_NAME = re.compile(r"(?:arn:aws|https://)[^{}\s\"]*(?=\{)")
"""What stands before a resource's name in an ARN or an address: nothing of it is known yet."""
UNSET = "not set"


def shown(value: Any) -> str:
    """Markdown of a value; empty for one that would tell a reader nothing: a hash, a document."""
    if value is None:
        return UNSET
    if isinstance(value, bool | int | float):
        return json.dumps(value)
    if isinstance(value, str) and value != SECRET and not HASH.search(value):
        text = BEFORE_A_NAME.sub("", value)
        return code(text) if len(text) <= LONGEST_VALUE and not _is_document(text) else ""
    return ""


def excerpts(old: str, new: str) -> tuple[str, str]:
    """Two texts, each from a little before the first difference on."""
    same = next(
        (at for at, (a, b) in enumerate(zip(old, new, strict=False)) if a != b),
        min(len(old), len(new)),
    )
    cut = max(0, same - KEPT) if max(len(old), len(new)) > LONGEST_VALUE else 0
    was, now = (f"…{one[cut:]}" if cut else one for one in (old, new))
    return shortened(was, LONGEST_VALUE), shortened(now, LONGEST_VALUE)


def readable(text: str) -> bool:
    """Whether a text, however long, says something to a reader."""
    return text != SECRET and not HASH.search(text) and not _is_document(text)


def _is_document(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict | list)
    except ValueError:
        return False
