"""Addresses and names in Args: origins, headers, ARNs, an identity provider's address. Pure."""

from __future__ import annotations

import re
from typing import Any

HTTPS_ADDRESS = re.compile(r"https://.*")
FUNCTION_ARN = re.compile(r"arn:aws[a-z-]*:lambda:[a-z0-9-]+:\d{12}:function:\S+")
_TOPIC_ARN = re.compile(r"arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]+(\.fifo)?")
_ORIGIN = re.compile(r"(https?)://[a-z0-9.-]*[a-z0-9](?::([1-9]\d{0,4}))?")
_HEADER = re.compile(r"[a-z0-9_-]{1,64}")
_DEFAULT_PORTS = {"http": "80", "https": "443"}


def check_origin(where: str, origin: Any) -> Any:
    """The origin as browsers send it; ``ValueError`` for anything else."""
    found = _ORIGIN.fullmatch(str(origin))
    scheme, port = found.groups() if found else ("", None)
    if not found or (port and (port == _DEFAULT_PORTS[scheme] or int(port) > 65_535)):
        raise ValueError(
            f"{where} holds {origin!r}; each entry must be an exact origin such as "
            "https://shop.example.com (no path, no '*', no capitals; the default port must be "
            "left out)"
        )
    return origin


def check_header(where: str, header: Any) -> Any:
    """The name of a request header in lower case; ``ValueError`` for anything else."""
    if not _HEADER.fullmatch(str(header)):
        raise ValueError(
            f"{where} holds {header!r}; each entry must be the name of a header in lower case, "
            "such as traceparent (1 to 64 of the characters a-z 0-9 - _; no '*': browsers do not "
            "take it for Authorization)"
        )
    return header


def check_topic(where: str, topic: Any) -> Any:
    """The ARN of an SNS topic; ``ValueError`` for anything else."""
    if not _TOPIC_ARN.fullmatch(str(topic)):
        raise ValueError(
            f"{where} holds {topic!r}; each entry must be the ARN of an SNS topic, such as "
            "arn:aws:sns:us-east-1:123456789012:alarms"
        )
    return topic
