"""Text of programs in GitHub's Markdown: it is shown as it is, and does nothing. Pure.

A resource's name or a setting may hold anything: a pipe would break a table, ``<script>`` or a
backtick the page, ``@name`` would notify a person, ``#1`` would leave a line on another thread, and
an address would be a link that looks like ours.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

TIMES, MINUS, NONE = "\N{MULTIPLICATION SIGN}", "\N{MINUS SIGN}", "\N{EN DASH}"
LONGEST = 80
"""Characters of a value that stand in a line."""
AT_ONCE = 16
"""Lines that stand unfolded."""
BREAKING = "\N{ZERO WIDTH SPACE}"
"""Behind ``@`` and ``#``, and in addresses: they name and link nobody and nothing then."""
_SAFE_IN_CODE = re.compile(r"[^`|\\&<>]+")
_SPECIAL = re.compile(r"[\\`*\[\]<>|~&$]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])")
_ADDRESS = re.compile(r"(?<=:)(?=//)|(?<=www)(?=\.)|(?<=mailto)(?=:)|(?<=xmpp)(?=:)", re.IGNORECASE)
_REFERRING = re.compile(r"(@|#|\bGH-)(?=\w)", re.IGNORECASE)


def code(text: str) -> str:
    """The text as code, in a line, a list or a cell of a table."""
    shown = visible(text)
    if shown == "":
        return "(empty)"
    if _SAFE_IN_CODE.fullmatch(shown) and shown == shown.strip():
        return f"`{shown}`"
    entities = "".join(
        one if one.isalnum() or one in " .,:/" else f"&#{ord(one)};" for one in shown
    )
    return f"<code>{entities}</code>"


def plain(text: str) -> str:
    """A sentence as text, in a line, a list or a cell of a table. It does not begin the line."""
    broken = _ADDRESS.sub(BREAKING, _REFERRING.sub(rf"\1{BREAKING}", visible(text)))
    return _SPECIAL.sub(lambda one: f"&#{ord(one[0])};", broken)


def visible(text: str) -> str:
    """The text in one line, without signs that nobody sees or that turn its direction around."""
    return visible_line(" ".join(text.split()))


def shortened(text: str, most: int = LONGEST) -> str:
    """The text, or its beginning."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def listed(items: Iterable[str], most: int = 8) -> str:
    """Markdown of several things in one line; of many, the first."""
    every = [*items]
    left = len(every) - most
    return ", ".join(every[:most]) + (f" and {left} more" if left > 0 else "")


def counted(count: int, one: str, several: str = "") -> str:
    """``1 function``, ``9 functions``."""
    return f"{count:,} {one if count == 1 else several or f'{one}s'}"


def folded(summary: str, lines: Sequence[str]) -> tuple[str, ...]:
    """The lines behind a summary that opens them. The summary is Markdown of one line."""
    return ("<details>", f"<summary>{_html(summary)}</summary>", "", *lines, "", "</details>", "")


def block(text: str) -> tuple[str, ...]:
    """Several lines as they are, in a block of code."""
    lines = [shortened(visible_line(line), 200) for line in text.splitlines()]
    longest = max((len(run) for line in lines for run in re.findall("`+", line)), default=0)
    fence = "`" * max(3, longest + 1)
    return (f"{fence}text", *lines, fence)


def visible_line(line: str) -> str:
    """A line whose spaces stay."""
    return "".join(
        "\N{REPLACEMENT CHARACTER}" if unicodedata.category(one).startswith("C") else one
        for one in line.expandtabs(4)
    )


def _html(markdown: str) -> str:
    """A summary's own marks: Markdown is not read in it."""
    with_code = re.sub(r"`([^`]+)`", r"<code>\1</code>", markdown)
    return re.sub(r"\*\*([^*]+)\*\*", r"<b>\1</b>", with_code)
