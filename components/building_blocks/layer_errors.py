"""Why the functions' layer could not be built, as one sentence that says what to do. Pure."""

from __future__ import annotations

import re
import sys

import pulumi


class LayerError(pulumi.RunError):
    """The layer could not be built. Pulumi prints the text alone, without a traceback."""


_ADDRESS = re.compile(r"(?:Failed to fetch: `?|for url \()([^\s`)]+)")
_NO_WHEEL = re.compile(r"(\S+) has no usable wheels|(\S+) has no wheels with a matching")
_WRONG_HASH = re.compile(r"Hash mismatch for `([^`]+)`")


def reason(said: str) -> str:
    """What uv said, in one sentence. A text that is not known stands in it as it is."""
    if "No module named uv" in said:
        return (
            f"uv is not installed beside {sys.executable}; install what the components need with: "
            f"{sys.executable} -m pip install uv"
        )
    if found := _WRONG_HASH.search(said):
        return (
            f"the index offers a {found[1]} whose hash is not the locked one; look which index "
            "UV_DEFAULT_INDEX or uv.toml names, or lock what it has with: make lock"
        )
    if found := _NO_WHEEL.search(said):
        return (
            f"there is no wheel of {found[1] or found[2]} for Lambda's Python and arm64; require a "
            "version that has one in functions/requirements.in, then run: make lock"
        )
    if found := _ADDRESS.search(said):
        return (
            f"the package index does not answer at {found[1]}; check the network, or name a proxy "
            "by HTTPS_PROXY or an index of yours by UV_DEFAULT_INDEX"
        )
    return f"uv said: {' '.join(said.split())}"
