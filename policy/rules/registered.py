"""The registered resources, looked up by type and by what refers to them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .documents import allow_statements, allows, as_list
from .resource_types import TYPES
from .rule import Resource
from .unknown import Outputs, UnknownValueError, View


@dataclass(frozen=True)
class Viewed:
    """A resource whose unknown values cannot be read."""

    type: str
    name: str
    urn: str
    inputs: Mapping[str, Any]
    outputs: Mapping[str, Any]
    dependencies: Sequence[str]
    custom: bool
    read: bool


class Registered:
    """All resources of one run."""

    def __init__(self, resources: Sequence[Resource]) -> None:
        self._by_type: defaultdict[str, list[Resource]] = defaultdict(list)
        self._by_id: dict[tuple[str, Any], Resource] = {}
        self._by_urn: dict[str, Resource] = {}
        self._without_id: set[str] = set()
        """Types of which a resource has an id that is unknown yet."""
        self._policies: defaultdict[str, list[Resource]] | None = None
        # A program registers several at once, so its order is not the same in each run.
        for one in sorted(map(_viewed, resources), key=lambda viewed: (viewed.name, viewed.urn)):
            self._by_type[one.type].append(one)
            self._by_urn[one.urn] = one
            try:
                self._by_id.setdefault((one.type, one.outputs["id"]), one)
            except UnknownValueError:
                self._without_id.add(one.type)

    def of_type(self, kind: str) -> list[Resource]:
        """Resources of one of ``TYPES``, such as ``Route``."""
        return self._by_type[TYPES[kind]]

    def by_id(self, kind: str, resource_id: str) -> Resource | None:
        """The resource of that type and id, if the program registered one.

        Raises ``UnknownValueError`` where a resource whose id is unknown may be the one.
        """
        found = self._by_id.get((TYPES[kind], resource_id))
        if found is None and TYPES[kind] in self._without_id:
            raise UnknownValueError("id")
        return found

    def api_of(self, resource: Resource) -> Resource | None:
        """The API that a route, integration, authorizer or stage belongs to."""
        return self.by_id("Api", resource.inputs.get("apiId", ""))

    def queue_at(self, arn: str) -> Resource | None:
        """The queue with that ARN, if the program registered one."""
        return next((q for q in self.of_type("Queue") if q.outputs["arn"] == arn), None)

    def policies_of_queue(self, queue: Resource) -> list[Any]:
        """The policy documents of a queue: its own, and those that other resources give it."""
        others = [
            one.inputs.get("policy")
            for one in self.of_type("QueuePolicy")
            if one.inputs.get("queueUrl") == queue.outputs["url"]
        ]
        return [queue.inputs.get("policy"), *others]

    def policies_of(self, role: str) -> list[Resource]:
        """The inline policies of the role of that name. Unknown where one has an unknown role."""
        if self._policies is None:
            policies: defaultdict[str, list[Resource]] = defaultdict(list)
            for policy in self.of_type("RolePolicy"):
                policies[str(policy.inputs.get("role"))].append(policy)
            self._policies = policies
        return self._policies[role]

    def depends_on(self, resource: Resource, urn: str) -> bool:
        """Whether the resource is made after the one of that URN, with others between or not."""
        seen: set[str] = set()
        frontier = {*resource.dependencies}
        while frontier - seen and urn not in frontier:
            seen |= frontier
            known = [self._by_urn[one] for one in frontier if one in self._by_urn]
            frontier = {dependency for one in known for dependency in one.dependencies}
        return urn in frontier

    def role_allows(self, role_arn: str, action: str, resource: str) -> bool:
        """Whether a policy of the role allows the action on the resource's ARN.

        Raises ``UnknownValueError`` where the program cannot tell: it does not make the role, or
        does not make a managed policy that the role has.
        """
        roles = [one for one in self.of_type("Role") if one.outputs["arn"] == role_arn]
        attached = [arn for role in roles for arn in self._attached_to(role)]
        managed = [one for one in self.of_type("Policy") if one.outputs["arn"] in attached]
        inline = [one for role in roles for one in self.policies_of(str(role.outputs["name"]))]
        documents = [one.inputs.get("policy") for one in (*inline, *managed)]
        documents += [document for role in roles for document in inline_documents(role)]
        if any(
            allows(statement, action, resource)
            for document in documents
            for statement in allow_statements(document)
        ):
            return True
        made_here = {one.outputs["arn"] for one in managed if not one.read}
        if not roles or any(role.read for role in roles) or set(attached) - made_here:
            raise UnknownValueError("a policy of the role")
        return False

    def _attached_to(self, role: Resource) -> list[Any]:
        """The ARNs of the managed policies that the program gives to the role."""
        name = role.outputs["name"]
        by_one = [
            one.inputs.get("policyArn")
            for one in self.of_type("RolePolicyAttachment")
            if one.inputs.get("role") == name
        ]
        by_list = [
            one.inputs.get("policyArn")
            for one in self.of_type("PolicyAttachment")
            if name in (one.inputs.get("roles") or [])
        ]
        return [*by_one, *by_list, *as_list(role.inputs.get("managedPolicyArns") or [])]


def inline_documents(role: Resource) -> list[Any]:
    """The policy documents that stand in the role itself."""
    inside = as_list(role.inputs.get("inlinePolicies") or [])
    return [one.get("policy") for one in inside if isinstance(one, Mapping)]


def _viewed(one: Resource) -> Viewed:
    return Viewed(
        one.type, one.name, one.urn, View(one.inputs), Outputs(one.outputs),
        one.dependencies, one.custom, one.read,
    )  # fmt: skip
