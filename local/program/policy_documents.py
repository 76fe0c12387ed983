"""Policy documents that a program gives as objects: the AWS provider makes texts of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

PROPERTIES = ("accessPolicies", "assumeRolePolicy", "policy", "policyDocument")
"""The properties that take a text or an object. The SDK reads them back as texts only."""


def with_texts(resource_type: str, inputs: Mapping[str, Any]) -> dict[str, Any]:
    """The inputs, those of a resource of the AWS provider with its policy documents as JSON."""
    named = PROPERTIES if resource_type.startswith("aws:") else ()
    return {
        key: json.dumps(value) if key in named and isinstance(value, dict) else value
        for key, value in inputs.items()
    }
