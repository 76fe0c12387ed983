"""Waivers: written exceptions from a rule.

A waiver stands in ``policy-waivers.yaml`` beside the program's Pulumi.yaml, for both ways to run the
rules::

    waivers:
      - rule: alarm-has-topic          # a rule's id
        resource: checkout-*           # a pattern of resources' names, as of a shell
        reason: Nobody is on call for this stage before its first sale.
        dated: 2026-11-27
        until: 2027-03-31              # may be left out; the last day on which it waives

The pack's config takes the same list under ``waivers``. YAML is read with PyYAML, which Pulumi's
SDK brings; a JSON text is YAML too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

FILE = "policy-waivers.yaml"


@dataclass(frozen=True)
class Waiver:
    """A written exception. Dates are ISO dates."""

    rule: str
    resource: str
    """A pattern of resources' names, with ``*``, ``?`` and ``[…]``."""
    reason: str
    dated: str
    until: str | None = None
    """The last day on which it waives; ``None``: it has no end."""

    def waives_on(self, day: date) -> bool:
        """Whether it has not run out."""
        return self.until is None or day <= date.fromisoformat(self.until)


class WaiverError(ValueError):
    """A waiver that says too little, or nothing that is known."""


def waivers_of(source: str | Mapping[str, Any]) -> tuple[Waiver, ...]:
    """The waivers of a file's text, or of a mapping with the key ``waivers``.

    Raises ``WaiverError``, which names the entry, the field and what it must hold.
    """
    raise NotImplementedError
