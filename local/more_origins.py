"""The origin of a developer's own page, as a person types it: make up ORIGIN=http://localhost:5173."""

from __future__ import annotations

from urllib.parse import urlsplit

DEFAULT_PORTS = {"http": 80, "https": 443}
EXAMPLE = "http://localhost:5173"


class OriginError(Exception):
    """The text is no origin of a page. The message says what to write instead."""


def page_origin(text: str) -> str:
    """The text, if a browser sends it as the origin of a page. Raises ``OriginError``.

    The program checks it as well, like every origin; this says at once what is meant.
    """
    if text == "null" or text.startswith(("file:", "/", ".")):
        raise OriginError(
            f"ORIGIN={text}: a page that is opened as a file has no origin that could be allowed. "
            "Serve its folder, such as by: python3 -m http.server 5173 --bind 127.0.0.1, and use "
            "ORIGIN=http://127.0.0.1:5173"
        )
    meant = _meant(text)
    if meant != text:
        raise OriginError(
            f"ORIGIN={text} is no origin: it must be the scheme, host and port of your page "
            f"as its browser has them, such as {meant or EXAMPLE}; no path, no '*'"
        )
    return text


def _meant(text: str) -> str | None:
    """The origin of an address, which is the text itself if that is one; None for no address."""
    try:
        address = urlsplit(text if "://" in text else f"http://{text}")
        host, port = address.hostname, address.port
    except ValueError:
        return None
    if not host or "*" in host or address.scheme not in DEFAULT_PORTS:
        return None
    name = f"[{host}]" if ":" in host else host
    left_out = port is None or port == DEFAULT_PORTS[address.scheme]
    return f"{address.scheme}://{name}" + ("" if left_out else f":{port}")
