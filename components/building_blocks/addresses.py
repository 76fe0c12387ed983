"""Addresses and names in Args: origins, headers, ARNs, an identity provider's address. Pure."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from components.building_blocks.args_errors import Place

HTTPS_ADDRESS = re.compile(r"https://.*")
FUNCTION_ARN = re.compile(r"arn:aws[a-z-]*:lambda:[a-z0-9-]+:\d{12}:function:\S+")
_TOPIC_ARN = re.compile(r"arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]+(\.fifo)?")
_ORIGIN = re.compile(
    r"(?P<scheme>https?)://(?:(?P<name>[a-z0-9.-]*[a-z0-9])|\[(?P<ipv6>[0-9a-f:.]+)\])"
    r"(?::(?P<port>[1-9]\d{0,4}))?"
)
_ENDS_IN_A_NUMBER = re.compile(r"(?:.*\.)?(?:[0-9]+|0x[0-9a-f]*)")
"""A browser takes it for an IPv4 address, and sends that in full: no 127.1, no 0x7f.0.0.1."""
_UUID = r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"
_APP_ORIGIN = re.compile(
    r"(?:capacitor|ionic|tauri)://[a-z0-9.-]*[a-z0-9]"
    r"|chrome-extension://[a-p]{32}"
    rf"|(?:moz-extension|safari-web-extension)://{_UUID}"
)
"""Apps in a web view, and extensions of Chrome, Edge, Firefox and Safari."""
_HEADER = re.compile(r"[a-z0-9_-]{1,64}")
_DEFAULT_PORTS = {"http": "80", "https": "443"}


def split_function_arn(arn: str) -> tuple[str, str | None]:
    """A function's ARN without its alias or version, and these; ``None`` when it has neither."""
    parts = arn.split(":", 7)
    return ":".join(parts[:7]), parts[7] if len(parts) > 7 else None


def check_origin(place: Place, origin: Any) -> Any:
    """The origin as browsers send it; ``ArgsError`` for anything else."""
    text = str(origin)
    found = _ORIGIN.fullmatch(text)
    if not (_APP_ORIGIN.fullmatch(text) or (found and _as_browsers_send_it(found))):
        raise place.error(
            f"holds {origin!r}; each entry must be an exact origin such as "
            "https://shop.example.com, http://[::1]:8080, capacitor://localhost, "
            "ionic://localhost, tauri://localhost, chrome-extension://<id>, "
            "moz-extension://<uuid> or safari-web-extension://<uuid> (no path, no '*', no "
            "capitals in a host; the default port must be left out)"
        )
    return origin


def _as_browsers_send_it(found: re.Match[str]) -> bool:
    scheme, name, ipv6, port = found.group("scheme", "name", "ipv6", "port")
    if port and (port == _DEFAULT_PORTS[scheme] or int(port) > 65_535):
        return False
    try:
        if ipv6:
            return str(ipaddress.IPv6Address(ipv6)) == ipv6
        is_address = _ENDS_IN_A_NUMBER.fullmatch(name)
        return not is_address or str(ipaddress.IPv4Address(name)) == name
    except ValueError:
        return False


def split_for_cors(origins: Sequence[str]) -> tuple[list[str], list[str]]:
    """Origins that the CORS of API Gateway's HTTP APIs takes, and those that it refuses.

    It takes http and https only. CreateApi answers ``Invalid format for origin`` for
    ``capacitor://localhost`` and ``chrome-extension://…``.
    """
    taken = [origin for origin in origins if origin.startswith(("http://", "https://"))]
    return taken, [origin for origin in origins if origin not in taken]


def without_tls(origins: Sequence[str]) -> list[str]:
    """Plain http origins of other machines than the browser's own.

    A browser trusts loopback addresses, ``localhost`` and ``*.localhost`` as it trusts https:
    https://w3c.github.io/webappsec-secure-contexts/#is-origin-trustworthy
    """
    return [
        origin
        for origin in origins
        if origin.startswith("http://") and not _is_loopback(urlsplit(origin).hostname or "")
    ]


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def check_header(place: Place, header: Any) -> Any:
    """The name of a request header in lower case; ``ArgsError`` for anything else."""
    if not _HEADER.fullmatch(str(header)):
        raise place.error(
            f"holds {header!r}; each entry must be the name of a header in lower case, "
            "such as traceparent (1 to 64 of the characters a-z 0-9 - _; no '*': browsers do not "
            "take it for Authorization)"
        )
    return header


def check_topic(place: Place, topic: Any) -> Any:
    """The ARN of an SNS topic; ``ArgsError`` for anything else."""
    if not _TOPIC_ARN.fullmatch(str(topic)):
        raise place.error(
            f"holds {topic!r}; each entry must be the ARN of an SNS topic, such as "
            "arn:aws:sns:us-east-1:123456789012:alarms"
        )
    return topic
