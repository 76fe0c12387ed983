"""This machine itself: its names, and connections to it, which go through no proxy."""

from __future__ import annotations

import ipaddress
from collections.abc import MutableMapping

HOSTS = "localhost,127.0.0.1,::1"


def is_loopback(name: str) -> bool:
    """Whether ``name`` is ``localhost`` or a loopback address, which nobody else can own."""
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return name.lower() == "localhost"


def keep_loopback_direct(environment: MutableMapping[str, str]) -> None:
    """Add this machine to the hosts that urllib, requests, botocore and selenium reach directly.

    The proxies stay: the index of packages may be behind one.
    """
    # urllib reads the lower-case variable first, and then leaves the other one.
    known = environment.get("no_proxy") or environment.get("NO_PROXY")
    for name in ("no_proxy", "NO_PROXY"):
        environment[name] = f"{known},{HOSTS}" if known else HOSTS
