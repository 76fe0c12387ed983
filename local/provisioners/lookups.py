"""Answers to the AWS provider's functions: where the program runs, and what a policy reads like."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from local.placeholders import ACCOUNT
from local.provisioners.written_document import TOKEN, written_document


class UnknownLookupError(LookupError):
    """The program calls a provider function that the local stage cannot answer."""


def look_up(
    token: str, region: str, account: str = ACCOUNT, args: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """The answer to one function, such as ``aws:index/getRegion:getRegion``.

    Raises ``UnknownLookupError`` for a function that is not known here.
    """
    if token == TOKEN:
        return written_document(args or {})
    known = {
        "aws:index/getPartition:getPartition": {
            "partition": "aws", "dnsSuffix": "amazonaws.com", "id": "aws",
            "reverseDnsPrefix": "com.amazonaws",
        },
        "aws:index/getRegion:getRegion": {
            "name": region, "region": region, "id": region,
            "endpoint": f"ec2.{region}.amazonaws.com", "description": region,
        },
        "aws:index/getCallerIdentity:getCallerIdentity": {
            "accountId": account, "arn": f"arn:aws:iam::{account}:root", "userId": account,
            "id": account,
        },
    }  # fmt: skip
    if token not in known:
        raise UnknownLookupError(
            f"the local stage cannot answer {token}; add it in local/provisioners/lookups.py"
        )
    return known[token]
