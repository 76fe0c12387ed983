"""The checks of texts that have a form of their own: ARNs and JSON documents."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from local.aws_provider.checks import Check

_ARN = re.compile(
    r"arn:aws(-[a-z]+)*:[^:]*:([a-z]{2}(-[a-z]+)+-\d)?:(aws|aws-managed|third-party|\d{12}|cw.{10})?:.+",
    re.ASCII | re.DOTALL,
)


@dataclass(frozen=True)
class Arn(Check):
    """An ARN with partition, Region, account and resource in their forms, or an empty text."""

    @property
    def allowed(self) -> str:
        return "an ARN"

    def takes(self, value: object) -> bool:
        return not isinstance(value, str) or value == "" or bool(_ARN.fullmatch(value))


@dataclass(frozen=True)
class Json(Check):
    """A JSON document of so many bytes, written without spaces."""

    most: int | None = None
    only_objects: bool = False

    @property
    def allowed(self) -> str:
        kind = "a JSON object" if self.only_objects else "JSON"
        return kind if self.most is None else f"{kind} of {self.most} bytes at most"

    def takes(self, value: object) -> bool:
        if not isinstance(value, str):
            return True
        try:
            content = json.loads(value)
        except ValueError:
            return False
        if self.only_objects and not value.startswith("{"):
            return False
        short = json.dumps(content, separators=(",", ":"), ensure_ascii=False)
        return self.most is None or len(short.encode()) <= self.most
