"""Which changes replace a resource (ForceNew)."""

from __future__ import annotations

from collections.abc import Iterable

from local.aws_provider.rules import ALL, ResourceRules
from local.aws_provider.tables import BY_TYPE, rules_of

REGION = "region"
GLOBAL = ("aws:cloudfront/", "aws:iam/", "aws:organizations/", "aws:route53/")
"""Services without Regions, for types that the tables say nothing of."""


def replaced_by(resource_type: str) -> frozenset[str]:
    """Input paths (camelCase) whose change replaces a resource of the type; ``ALL`` for every one.

    Raises ``UnknownTypeError`` for a type without an entry.
    """
    return _replacing(rules_of(resource_type))


def replacing_path(rules: ResourceRules, path: str) -> bool:
    """Whether a change at the path replaces the resource.

    A change inside of a replacing object does, and so does one of a whole object with such a part.
    """
    replacing = _replacing(rules)
    return replacing == ALL or _touches(replacing, path)


def replaced_on(paths: Iterable[str], path: str) -> bool:
    """Whether the program itself wants a change at the path to replace: ``replaceOnChanges``."""
    return "*" in paths or _touches(paths, path)


def _touches(paths: Iterable[str], path: str) -> bool:
    """Whether the path is one of them, or within one, or around one."""
    return any(
        f"{path}.".startswith(f"{one}.") or f"{one}.".startswith(f"{path}.") for one in paths
    )


def is_regional(resource_type: str) -> bool:
    """Whether a resource of the type lies in a Region, that of its provider if it names none."""
    rules = BY_TYPE.get(resource_type)
    if rules is not None:
        return rules.regional
    return resource_type.startswith("aws:") and not resource_type.startswith(GLOBAL)


def _replacing(rules: ResourceRules) -> frozenset[str]:
    if rules.replacing == ALL or not rules.regional:
        return rules.replacing
    return rules.replacing | {REGION}
