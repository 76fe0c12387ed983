"""Waivers: written exceptions from a rule.

A waiver stands in ``policy-waivers.yaml`` beside the program's Pulumi.yaml, for both ways to run
the rules::

    waivers:
      - rule: alarm-has-topic          # a rule's id
        resource: checkout-*           # a pattern of resources' names, as in a shell
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
from fnmatch import fnmatchcase
from typing import Any

import yaml

from .rule import Finding
from .ruleset import RULES

FILE = "policy-waivers.yaml"
FIELDS = ("rule", "resource", "reason", "dated", "until")
DAYS = ("dated", "until")


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

    def is_of(self, finding: Finding) -> bool:
        """Whether it was written for such a finding."""
        return self.rule == finding.rule.id and fnmatchcase(finding.name, self.resource)


class WaiverError(ValueError):
    """A waiver that says too little, or names what nobody knows."""


def waivers_of(source: str | Mapping[str, Any]) -> tuple[Waiver, ...]:
    """The waivers of a file's text, or of a mapping with the key ``waivers``.

    Raises ``WaiverError``, which names the entry, the field and what it must hold.
    """
    try:
        content = yaml.safe_load(source) if isinstance(source, str) else source
    except yaml.YAMLError as error:
        raise WaiverError(f"the waivers are no YAML: {error}") from error
    if content is None:
        return ()
    entries = content.get("waivers", []) if isinstance(content, Mapping) else None
    if not isinstance(entries, list) or set(content) - {"waivers"}:
        raise WaiverError(f"a file of waivers holds one key, waivers, with a list; got {content!r}")
    return tuple(_waiver(number, entry) for number, entry in enumerate(entries, 1))


def _waiver(number: int, entry: Any) -> Waiver:
    where = f"waiver {number}"
    if not isinstance(entry, Mapping) or set(entry) - set(FIELDS):
        raise WaiverError(f"{where} must have the fields {', '.join(FIELDS)} only; got {entry!r}")
    texts = {key: _text(f"{where}: {key}", key, entry.get(key)) for key in FIELDS}
    if texts["rule"] not in {rule.id for rule in RULES}:
        raise WaiverError(
            f"{where}: rule must be the id of a rule, as docs/policies.md lists them; "
            f"got {texts['rule']!r}"
        )
    return Waiver(
        str(texts["rule"]), str(texts["resource"]), str(texts["reason"]), str(texts["dated"]),
        texts["until"],
    )  # fmt: skip


def _text(where: str, key: str, value: Any) -> str | None:
    if key == "until" and value is None:
        return None
    text = value.isoformat() if isinstance(value, date) else value
    if not isinstance(text, str) or not text.strip():
        raise WaiverError(f"{where} must be a text that is not empty, got {value!r}")
    if key in DAYS:
        try:
            return date.fromisoformat(text).isoformat()
        except ValueError as error:
            raise WaiverError(f"{where} must be a day such as 2026-11-27, got {value!r}") from error
    return text
