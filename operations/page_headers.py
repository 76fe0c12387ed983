"""The response headers of the shop page, made from the page itself and its stage's addresses. Pure.

``docs/hosting.md`` says why each is there. A page that is hosted without them has the part of its
policy that a ``<meta>`` element may hold: ``with_policy`` writes it into the page.
"""

from __future__ import annotations

import base64
import hashlib
import html
import re
from collections.abc import Mapping, Sequence
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

from operations.outputs import OutputsError

ADDRESSES = ("httpUrl", "websocketUrl", "cognitoEndpoint")
"""Fields of the page's configuration whose servers the page talks to."""
POLICY_MARK = "<!-- make page writes the Content-Security-Policy here -->"
"""Stands in the page before all that the policy is about."""
HSTS_SECONDS = 63_072_000  # two years
_SOURCE = re.compile(r"(?:https?|wss?)://[A-Za-z0-9.-]+(?::[0-9]{1,5})?")
_SECURE = ("https://", "wss://")


def page_headers(page: str, connect: Sequence[str]) -> dict[str, str]:
    """The headers of every answer. ``page`` is index.html, ``connect`` the stage's servers.

    Where all of these speak TLS, so must the page's host: ``upgrade-insecure-requests`` and
    ``Strict-Transport-Security`` then forbid plain http.
    """
    secure = bool(connect) and all(source.startswith(_SECURE) for source in connect)
    policy = [_policy(page, connect), "frame-ancestors 'none'"]
    headers = {
        "Content-Security-Policy": "; ".join(
            [*policy, "upgrade-insecure-requests"] if secure else policy
        ),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    if secure:
        headers["Strict-Transport-Security"] = f"max-age={HSTS_SECONDS}"
    return headers


def with_policy(page: str, connect: Sequence[str]) -> str:
    """The page with its policy in a ``<meta>`` element. ``ValueError`` if it has no place for it.

    Browsers ignore ``frame-ancestors`` there; only a header keeps the page out of others' frames.
    """
    if page.count(POLICY_MARK) != 1:
        raise ValueError(f"index.html must hold this line once, before its scripts: {POLICY_MARK}")
    policy = html.escape(_policy(page, connect), quote=False)
    return page.replace(
        POLICY_MARK, f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    )


def connect_sources(config: Mapping[str, Any]) -> list[str]:
    """The stage's servers as ``connect-src`` names them: scheme, host and port. ``OutputsError``.

    The WebSocket has an entry of its own: no http entry allows it, and neither does ``'self'`` in
    every Safari. An address without a port stands for its scheme's own port.
    """
    sources = []
    for field in ADDRESSES:
        found = urlsplit(str(config[field]))
        source = f"{found.scheme}://{found.netloc}"
        if not _SOURCE.fullmatch(source):
            raise OutputsError(
                f"{field} of the page must be an address such as https://api.example.com or "
                f"wss://api.example.com/dev, got {config[field]!r}: no Content-Security-Policy "
                "can name it"
            )
        sources.append(source)
    return [*dict.fromkeys(sources)]


def inline_script_hashes(page: str) -> list[str]:
    """``sha256-…`` of each inline script of the page, its import map included."""
    found = _InlineScripts()
    found.feed(re.sub(r"\r\n?", "\n", page))  # browsers hash the text that they have parsed
    found.close()
    return [
        f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
        for text in found.texts
    ]


def _policy(page: str, connect: Sequence[str]) -> str:
    """Everything that a ``<meta>`` element may say. What is not named is ``'none'``."""
    hashes = [f"'{one}'" for one in inline_script_hashes(page)]
    return "; ".join(
        (
            "default-src 'none'",
            " ".join(("script-src 'self'", *hashes)),
            "style-src 'self'",
            "img-src 'self' data:",
            " ".join(("connect-src 'self'", *connect)),
            "form-action 'none'",
            "base-uri 'none'",
            "require-trusted-types-for 'script'",
        )
    )


class _InlineScripts(HTMLParser):
    """Collects the text of each script without ``src``."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)  # a script's text is taken as it stands
        self.texts: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = tag == "script" and "src" not in dict(attrs)
        if self._inside:
            self.texts.append("")

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.texts[-1] += data

    def handle_endtag(self, tag: str) -> None:
        self._inside = False
