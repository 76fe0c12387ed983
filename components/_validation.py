"""Checks of plain argument values, made before any resource exists.

A value that is a ``pulumi.Output`` is unknown while the program runs and is never inspected.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import pulumi

FUNCTION_ARN = re.compile(r"arn:aws[a-z-]*:lambda:[a-z0-9-]+:\d{12}:function:\S+")
MAX_ALARM_TOPICS = 5
METRICS_NAMESPACE = "RealtimeCheckout"
_NAMESPACE = re.compile(r"(?!AWS/)[A-Za-z0-9._/#-]{1,255}")
ORIGIN = re.compile(r"https?://[A-Za-z0-9.-]+(:\d{1,5})?")


def is_plain(value: object) -> bool:
    """True when the value is known now, so that it can be checked."""
    return not isinstance(value, pulumi.Output)


def require(component: str, args: Mapping[str, Any], fields: Sequence[str]) -> None:
    """Raise ``ValueError`` naming the first of ``fields`` that is missing or empty."""
    for field in fields:
        if is_plain(args.get(field)) and args.get(field) in (None, "", [], {}):
            raise ValueError(f"{component}: {field} is required but was not given; set it in args")


def known_fields(component: str, args: Mapping[str, Any], allowed: Sequence[str]) -> None:
    """Raise ``ValueError`` for a field that the component does not know: a typo, mostly."""
    unknown = sorted(set(args) - set(allowed))
    if unknown:
        raise ValueError(
            f"{component}: unknown field {unknown[0]!r}; "
            f"allowed fields are {', '.join(sorted(allowed))}"
        )


def whole_number(
    component: str, args: Mapping[str, Any], field: str, *, default: int, low: int, high: int
) -> Any:
    """Return ``args[field]`` or ``default``; a plain value outside ``low..high`` raises.

    Pulumi's wire format has no integers, so a whole float such as ``24.0`` is taken as 24.
    """
    value = args.get(field)
    if value is None:
        return default
    if not is_plain(value):
        return value
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise ValueError(
            f"{component}: {field} must be a whole number from {low} to {high}, got {value!r}"
        )
    return value


def one_of(component: str, args: Mapping[str, Any], field: str, allowed: Sequence[int]) -> Any:
    """Return ``args[field]``, or the first of ``allowed``; any other plain value raises."""
    value = args.get(field)
    if value is None:
        return allowed[0]
    if is_plain(value) and value not in allowed:
        raise ValueError(f"{component}: {field} must be one of {sorted(allowed)}, got {value!r}")
    return int(value) if is_plain(value) else value


def origins(component: str, value: Any) -> Any:
    """Return the allow-list unchanged; a plain entry that is no exact origin raises."""
    if not is_plain(value):
        return value
    if isinstance(value, str) or not isinstance(value, Sequence):
        raise ValueError(f"{component}: allowed_origins must be a list of origins, got {value!r}")
    for origin in value:
        if is_plain(origin) and not ORIGIN.fullmatch(str(origin)):
            raise ValueError(
                f"{component}: allowed_origins holds {origin!r}; each entry must be an exact "
                "origin such as https://shop.example.com (no path, no '*')"
            )
    return value


def https_address(component: str, args: Mapping[str, Any], field: str) -> None:
    """Raise ``ValueError`` when a plain ``args[field]`` is neither empty nor an https address."""
    value = args.get(field)
    if value and is_plain(value) and not str(value).startswith("https://"):
        raise ValueError(
            f"{component}: {field} must be the https address of the identity provider that signs "
            f"the tokens, such as https://login.example.com, got {value!r}"
        )


def authorizer(component: str, value: Any) -> None:
    """Raise ``ValueError`` when a plain value is neither ``AWS_IAM`` nor a function's ARN."""
    if is_plain(value) and value != "AWS_IAM" and not FUNCTION_ARN.fullmatch(str(value)):
        raise ValueError(
            f"{component}: authorizer must be 'AWS_IAM' or the ARN of a Lambda function, "
            f"got {value!r}; leave it out to have JWTs verified"
        )


def metrics_namespace(component: str, args: Mapping[str, Any]) -> str:
    """Return ``args["metrics_namespace"]`` or the default; what CloudWatch refuses raises."""
    value = args.get("metrics_namespace") or METRICS_NAMESPACE
    if not isinstance(value, str) or not _NAMESPACE.fullmatch(value):
        raise ValueError(
            f"{component}: metrics_namespace must be 1 to 255 of the characters A-Z a-z 0-9 . - _ "
            f"/ # and not start with AWS/, got {value!r}"
        )
    return value


def topics(component: str, value: Any) -> None:
    """Raise ``ValueError`` for more SNS topics than an alarm takes, or what is no list."""
    if value is None or not is_plain(value):
        return
    if isinstance(value, str) or not isinstance(value, Sequence) or len(value) > MAX_ALARM_TOPICS:
        raise ValueError(
            f"{component}: alarm_topic_arns must be a list of {MAX_ALARM_TOPICS} SNS topic ARNs "
            f"at most (CloudWatch takes no more actions for an alarm), got {value!r}"
        )


# What CloudWatch Logs accepts as retentionInDays; the first is this project's default.
RETENTION_DAYS = (14, 1, 3, 5, 7, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192,
                  2557, 2922, 3288, 3653)  # fmt: skip
