"""The port of the shop page on this machine's loopback addresses: which one is free."""

from __future__ import annotations

import errno
import socket

NAMES = {"127.0.0.1": ("127.0.0.1", "localhost"), "::1": ("[::1]",)}
"""Address to listen on -> its names in a browser. ``localhost`` can mean the second one too."""
NO_SUCH_FAMILY = (errno.EAFNOSUPPORT, errno.EADDRNOTAVAIL, errno.EPROTONOSUPPORT)
"""Errors of a machine without IPv6."""
FIRST_UNPRIVILEGED, DEFAULT_PORT, HIGHEST_PORT = 1024, 8080, 65_535


class PortTakenError(Exception):
    """The page's port is in use, or this user may not listen on it. The text names another."""

    def __init__(self, port: int, address: str, error: OSError | OverflowError) -> None:
        taken = getattr(error, "errno", None) == errno.EADDRINUSE
        what = "is in use; stop its program, or" if taken else f"cannot be used ({error});"
        where = "::1, which localhost can mean," if address == "::1" else address
        free = f"make up PORT={free_after(port)}"
        super().__init__(f"port {port} of {where} {what} take a free one with: {free}")


class PortError(Exception):
    """What was given as the port is no port."""


def port_number(text: str) -> int:
    """The port; 0 takes any that is free. Raises ``PortError``."""
    if text.isascii() and text.isdecimal() and int(text) <= HIGHEST_PORT:
        return int(text)
    raise PortError(f"PORT must be a number from 1 to {HIGHEST_PORT}, got {text}")


def free_after(port: int) -> int:
    """The next port that is free on each loopback address."""
    begin = port if FIRST_UNPRIVILEGED <= port < HIGHEST_PORT else DEFAULT_PORT - 1
    return next((one for one in range(begin + 1, HIGHEST_PORT + 1) if _is_free(one)), 0)


def _is_free(port: int) -> bool:
    for address in NAMES:
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        try:
            with socket.socket(family) as probe:
                # As the server itself: a connection that has just ended does not hold the port.
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind((address, port))
        except OSError as error:
            if error.errno not in NO_SUCH_FAMILY:
                return False
    return True
