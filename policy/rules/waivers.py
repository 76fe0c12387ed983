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

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from fnmatch import fnmatchcase
from typing import Any

import yaml

from .rule import Finding
from .ruleset import RULES

FILE = "policy-waivers.yaml"
FIELDS = ("rule", "resource", "reason", "dated", "until")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
IDS = [rule.id for rule in RULES]


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
    if not isinstance(content, Mapping) or set(content) - {"waivers"}:
        raise WaiverError(f"a file of waivers holds one key, waivers, with a list; got {content!r}")
    entries = content.get("waivers")
    if entries is not None and not isinstance(entries, list):
        raise WaiverError(f"waivers must hold a list of waivers, got {entries!r}")
    waivers = tuple(_waiver(number, entry) for number, entry in enumerate(entries or [], 1))
    _refuse_repeats(waivers)
    return waivers


def _refuse_repeats(waivers: Sequence[Waiver]) -> None:
    seen: dict[tuple[str, str], int] = {}
    for number, waiver in enumerate(waivers, 1):
        first = seen.setdefault((waiver.rule, waiver.resource), number)
        if first != number:
            raise WaiverError(
                f"waiver {number} repeats waiver {first}: both are for {waiver.rule} on "
                f"{waiver.resource}; keep the one that is true"
            )


def _waiver(number: int, entry: Any) -> Waiver:
    where = f"waiver {number}"
    if not isinstance(entry, Mapping) or set(entry) - set(FIELDS):
        raise WaiverError(f"{where} must have the fields {', '.join(FIELDS)} only; got {entry!r}")
    rule, resource, reason = (_text(where, key, entry) for key in ("rule", "resource", "reason"))
    if rule not in IDS:
        near = get_close_matches(rule, IDS, n=1)
        raise WaiverError(
            f"{where}: rule must be the id of a rule, as docs/policies.md lists them; got {rule!r}"
            + (f", did you mean {near[0]}?" if near else "")
        )
    dated = _day(where, "dated", entry)
    until = None if entry.get("until") is None else _day(where, "until", entry)
    if until and until < dated:
        raise WaiverError(f"{where}: until must not be before dated, got {until} and {dated}")
    return Waiver(rule, resource, reason, dated, until)


def _text(where: str, key: str, entry: Mapping[str, Any]) -> str:
    value = entry.get(key)
    if value is None:
        raise WaiverError(f"{where}: {key} must be there, a text that is not empty")
    if not isinstance(value, str) or not value.strip():
        raise WaiverError(f"{where}: {key} must be a text that is not empty, got {value!r}")
    return value


def _day(where: str, key: str, entry: Mapping[str, Any]) -> str:
    """The day as an ISO date, from YAML's own dates or from a text."""
    value = entry.get(key)
    try:
        # Only YYYY-MM-DD: Python reads 20261127 and 2026-W48-5 as well, and people may not.
        if DAY.fullmatch(str(value)):
            return date.fromisoformat(str(value)).isoformat()
    except ValueError:
        pass  # such as 2026-02-30
    got = "nothing" if value is None else repr(str(value))
    raise WaiverError(f"{where}: {key} must be a day such as 2026-11-27, got {got}")
