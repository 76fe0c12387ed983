"""Checks of plain addresses: origins, an issuer's, ARNs. An Output's is not known yet."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from components.building_blocks.validation import is_plain

AWS_IAM = "AWS_IAM"
MAX_ALARM_TOPICS = 5
_FUNCTION_ARN = re.compile(r"arn:aws[a-z-]*:lambda:[a-z0-9-]+:\d{12}:function:\S+")
_TOPIC = re.compile(r"arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]+(\.fifo)?")
_ORIGIN = re.compile(r"(https?)://[a-z0-9.-]*[a-z0-9](?::([1-9]\d{0,4}))?")
_IMPLIED_PORTS = {"http": "80", "https": "443"}


def origins(component: str, value: Any) -> None:
    """Raise ``ValueError`` for a plain entry that is no origin as browsers send it."""
    if not is_plain(value):
        return
    if isinstance(value, str) or not isinstance(value, Sequence):
        raise ValueError(f"{component}: allowed_origins must be a list of origins, got {value!r}")
    for origin in value:
        if is_plain(origin) and not _is_origin(str(origin)):
            raise ValueError(
                f"{component}: allowed_origins holds {origin!r}; each entry must be an exact "
                "origin such as https://shop.example.com (no path, no '*', "
                "no capitals, no port that goes without saying)"
            )


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
    if is_plain(value) and value != AWS_IAM and not _FUNCTION_ARN.fullmatch(str(value)):
        raise ValueError(
            f"{component}: authorizer must be 'AWS_IAM' or the ARN of a Lambda function, "
            f"got {value!r}; leave it out to have JWTs verified"
        )


def topics(component: str, args: Mapping[str, Any]) -> Any:
    """Return ``args["alarm_topic_arns"]`` or none; more than an alarm takes, or no list, raises."""
    value = args.get("alarm_topic_arns", [])
    if not is_plain(value):
        return value
    known = [] if isinstance(value, str) or not isinstance(value, Sequence) else value
    if (not known and value) or len(known) > MAX_ALARM_TOPICS:
        raise ValueError(
            f"{component}: alarm_topic_arns must be a list of {MAX_ALARM_TOPICS} SNS topic ARNs "
            f"at most (CloudWatch takes no more actions for an alarm), got {value!r}"
        )
    for topic in known:
        if is_plain(topic) and not _TOPIC.fullmatch(str(topic)):
            raise ValueError(f"{component}: alarm_topic_arns holds {topic!r}, no SNS topic's ARN")
    return value


def _is_origin(text: str) -> bool:
    found = _ORIGIN.fullmatch(text)
    if found is None:
        return False
    scheme, port = found.groups()
    return port is None or (port != _IMPLIED_PORTS[scheme] and int(port) <= 65_535)
