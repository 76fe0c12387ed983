"""The registered resources, looked up by type and by what refers to them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from local.program import RegisteredResource


class Registered:
    """All resources of one run."""

    def __init__(self, resources: Sequence[RegisteredResource]) -> None:
        self._resources = resources

    def of_type(self, kind: str) -> list[RegisteredResource]:
        """Resources by the last part of their type, such as ``Route``."""
        return [r for r in self._resources if r.custom and r.type.rsplit(":", 1)[-1] == kind]

    def by_id(self, kind: str, resource_id: str) -> RegisteredResource | None:
        """The resource of that type and id, if the program registered one."""
        return next((r for r in self.of_type(kind) if r.outputs.get("id") == resource_id), None)

    def api_of(self, resource: RegisteredResource) -> RegisteredResource | None:
        """The API that a route, integration, authorizer or stage belongs to."""
        return self.by_id("Api", resource.inputs.get("apiId", ""))

    def api_stages(self) -> list[RegisteredResource]:
        """Stages of API Gateway."""
        return [r for r in self.of_type("Stage") if "apiId" in r.inputs]

    def statements(self, role_name: str) -> Iterator[dict[str, Any]]:
        """Allow statements of all inline policies of a role."""
        for policy in self.of_type("RolePolicy"):
            if policy.inputs.get("role") == role_name:
                for statement in json.loads(policy.inputs["policy"])["Statement"]:
                    if statement["Effect"] == "Allow":
                        yield statement


def as_list(value: Any) -> list[Any]:
    """IAM allows a single value where a list may stand."""
    return value if isinstance(value, list) else [value]
