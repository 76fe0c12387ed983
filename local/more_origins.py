"""The origin of a developer's own page, as a person types it: make up ORIGIN=http://localhost:5173."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit

DEFAULT_PORTS = {"http": 80, "https": 443}
EXAMPLE = "http://localhost:5173"
_NAME = re.compile(r"[a-z0-9.-]*[a-z0-9]")
_IPV6 = re.compile(r"[0-9a-f:.]+")
_ENDS_IN_A_NUMBER = re.compile(r"(?:.*\.)?(?:[0-9]+|0x[0-9a-f]*)")


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
            f"as its browser has them, such as {meant or EXAMPLE}; no path, no '*', "
            "a host of a-z, 0-9, '.' and '-' (other letters as xn--...)"
        )
    return text


def _meant(text: str) -> str | None:
    """The origin of an address, which is the text itself if that is one; None for no address."""
    try:
        address = urlsplit(text if "://" in text else f"http://{text}")
        host, port = _host_as_browsers_send_it(address.hostname or ""), address.port
    except ValueError:
        return None
    if host is None or port == 0 or address.scheme not in DEFAULT_PORTS:
        return None
    left_out = port is None or port == DEFAULT_PORTS[address.scheme]
    return f"{address.scheme}://{host}" + ("" if left_out else f":{port}")


def _host_as_browsers_send_it(host: str) -> str | None:
    """The host of an origin; None for one that no browser sends, or that a stage does not allow.

    A browser takes what ends in a number for an IPv4 address, and sends that in full.
    https://url.spec.whatwg.org/#host-parsing
    """
    if _IPV6.fullmatch(host) and ":" in host:
        return f"[{ipaddress.IPv6Address(host)}]"
    if _ENDS_IN_A_NUMBER.fullmatch(host):
        return str(ipaddress.IPv4Address(host))
    return host if _NAME.fullmatch(host) else None
