"""Environment variables that a function's component sets."""

from __future__ import annotations

import os


class MissingEnvironmentError(Exception):
    """A variable that the component sets is absent or empty."""


def service_name() -> str:
    """The function's name in logs and metrics."""
    return os.environ.get("POWERTOOLS_SERVICE_NAME", "service_undefined")


def read(name: str) -> str:
    """The variable's value. ``MissingEnvironmentError`` when the variable is absent or empty."""
    value = os.environ.get(name, "")
    if not value:
        raise MissingEnvironmentError(
            f"environment variable {name} is not set; the component that creates this function "
            "sets it: deploy the function with its component"
        )
    return value
