"""What Pulumi makes of a resource's name when the program gives none: its physical name.

By default that is the name with a hyphen and 7 random hex digits. A stage can choose otherwise with
``pulumi:autonaming``. The engine reads that key, and hands it to the program with the others.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pulumi

DEFAULT = "${name}-${hex(7)}"
AS_BY_DEFAULT = "${name}-xxxxxxx"
"""What ``stage_pattern`` answers without ``pulumi:autonaming``."""
_PATTERNS_OF_MODES = {"default": DEFAULT, "verbatim": "${name}", "disabled": "${name}"}
_RANDOM = re.compile(r"\$\{(?:hex|alphanum|string|num)\((\d+)\)\}")
_SETTING = re.compile(r"\$\{config\.([^}]+)\}")
UUID_CHARACTERS = 36


def physical_name(resource_type: str, name: str) -> str:
    """As long as the physical name will be. Each random character is an ``x``."""
    return stage_pattern(resource_type).replace("${name}", name)


def stage_pattern(resource_type: str) -> str:
    """The pattern of the stage for resources of a type, with everything filled in but the name."""
    pattern = written_pattern(resource_type)
    # A file or bucket as the backend has no organization. The engine then says "default".
    pattern = pattern.replace("${org}", pulumi.get_organization() or "default")
    pattern = pattern.replace("${project}", pulumi.get_project())
    pattern = pattern.replace("${stack}", pulumi.get_stack())
    pattern = _SETTING.sub(lambda found: pulumi.Config().get(found[1]) or "", pattern)
    pattern = pattern.replace("${uuid}", "x" * UUID_CHARACTERS)
    return _RANDOM.sub(lambda found: "x" * int(found[1]), pattern)


def written_pattern(resource_type: str) -> str:
    """The stage's pattern for a type as it is written, such as ``${stack}-${name}-${hex(7)}``."""
    config = pulumi.Config("pulumi")
    try:
        section = config.get_object("autonaming")
    except pulumi.ConfigTypeError:
        section = None  # the engine refuses it with a text of its own
    return _chosen(section if isinstance(section, Mapping) else {}, resource_type)


def _chosen(section: Mapping[str, Any], resource_type: str) -> str:
    """The type's own pattern, else the provider's, else that of all resources."""
    provider = section.get("providers", {}).get(resource_type.partition(":")[0])
    for one in (
        (provider or {}).get("resources", {}).get(resource_type),
        provider,  # a provider's section without a pattern means the default, as in the engine
        section,
    ):
        if one is not None:
            return str(one.get("pattern") or _PATTERNS_OF_MODES.get(str(one.get("mode")), DEFAULT))
    return DEFAULT
