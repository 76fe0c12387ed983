"""Origins: which pages' scripts may read an answer."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import SplitResult, urlsplit

from .documents import as_list
from .registered import Registered
from .rule import Resource, Rule, Severity

SCHEMES = ("http", "https")


def _origins(resource: Resource) -> list[str]:
    """The origins of an API or of a function's URL."""
    cors = resource.inputs.get("corsConfiguration") or resource.inputs.get("cors") or {}
    return [str(origin) for origin in as_list(cors.get("allowOrigins") or [])]


def _parts(origin: str) -> SplitResult:
    """Its parts; none for what is no address, such as one with an open bracket."""
    try:
        return urlsplit(origin)
    except ValueError:
        return SplitResult("", "", "", "", "")


def _not_of_the_web(resource: Resource, _: Registered) -> Iterator[str]:
    for origin in _origins(resource):
        if origin != "*" and _parts(origin).scheme not in SCHEMES:
            yield f"CORS takes http and https origins only, got {origin!r}"


def _not_exact(resource: Resource, _: Registered) -> Iterator[str]:
    for origin in _origins(resource):
        parts = _parts(origin)
        if "*" in origin:
            yield f"CORS lets pages of {origin!r} read answers, so pages that nobody knows"
        elif parts.scheme in SCHEMES and (parts.path or parts.query or parts.fragment):
            yield f"no browser sends {origin!r} as an origin: an origin ends after host and port"
        elif origin != origin.lower():
            yield f"no browser sends {origin!r} as an origin: browsers write origins in lower case"


def _not_encrypted(resource: Resource, _: Registered) -> Iterator[str]:
    for origin in _origins(resource):
        if _parts(origin).scheme == "http":
            yield f"CORS trusts {origin!r}, a page that anybody on the way can change"


KINDS = ("Api", "FunctionUrl")
RULES = (
    Rule(
        id="origin-of-the-web",
        severity=Severity.MANDATORY,
        holds="CORS names http and https origins. Others CreateApi refuses as invalid.",
        remedy="name the page by https://<host>",
        kinds=KINDS,
        check=_not_of_the_web,
        source="API Gateway API reference, CreateApi: Invalid format for origin",
    ),
    Rule(
        id="origin-exact",
        severity=Severity.MANDATORY,
        holds="CORS names each origin: no wildcard, lower case, nothing behind host and port.",
        remedy="name scheme, host and port, such as https://shop.example.com",
        kinds=KINDS,
        check=_not_exact,
        source="Fetch standard, CORS protocol; RFC 6454, section 6.2",
    ),
    Rule(
        id="origin-encrypted",
        severity=Severity.MANDATORY,
        holds="In production CORS names https origins only.",
        remedy="serve the page by https",
        kinds=KINDS,
        check=_not_encrypted,
        source="W3C, Secure contexts",
        production=True,
    ),
)
