"""What Pulumi's engine tells while it previews or updates: the lines of its event log.

Only names of properties are kept, never their values: the state holds account ids, addresses and
what other people set on AWS, and a comment on a pull request has more readers than the state.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from local.aws_provider import name_of

SILENT = {
    "same", "read", "refresh", "read-discard", "discard-replaced",
    "create-replacement", "delete-replaced", "remove-pending-replace",
}  # fmt: skip
"""Steps that change nothing, and the halves of a replacement, of which ``replace`` tells."""


@dataclass(frozen=True)
class Step:
    """What happens, or would happen, to one resource. ``changed``: names of its properties."""

    op: str
    type: str
    name: str
    changed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Violation:
    """A policy that a resource breaks. Of a mandatory one the engine refuses to go on."""

    policy: str
    name: str
    message: str
    is_mandatory: bool


@dataclass(frozen=True)
class Update:
    """One run of the engine.

    ``steps`` are those of the program. ``elsewhere`` are differences between AWS and the state,
    which only a run with --refresh looks for. ``is_whole``: the engine came to its end.
    """

    steps: tuple[Step, ...] = ()
    elsewhere: tuple[Step, ...] = ()
    unchanged: int = 0
    violations: tuple[Violation, ...] = ()
    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    is_whole: bool = False


def read_update(file: Path) -> Update:
    """The run of an event log. An engine that did not even start has written none."""
    if not file.is_file():
        return Update()
    with file.open(encoding="utf-8") as lines:
        return update_of(json.loads(line) for line in lines if line.strip())


def update_of(events: Iterable[Mapping[str, Any]]) -> Update:
    """The run that these events tell of."""
    steps: dict[str, Step] = {}
    elsewhere: dict[str, Step] = {}
    said: dict[str, list[str]] = {"error": [], "warning": []}
    violations: list[Violation] = []
    counts: Mapping[str, int] = {}
    is_whole = False
    for event in events:
        if before := event.get("resourcePreEvent"):
            metadata = before["metadata"]
            if metadata["op"] not in SILENT and metadata["type"] != "pulumi:pulumi:Stack":
                steps[metadata["urn"]] = _step(metadata, metadata["op"])
        elif after := event.get("resOutputsEvent"):
            metadata = after["metadata"]
            if op := _found_by_refresh(metadata):
                elsewhere[metadata["urn"]] = _step(metadata, op)
        elif diagnostic := event.get("diagnosticEvent"):
            if diagnostic["severity"] in said and diagnostic["message"].strip():
                said[diagnostic["severity"]].append(_named(diagnostic))
        elif policy := event.get("policyEvent"):
            violations.append(_violation(policy))
        elif summary := event.get("summaryEvent"):
            counts = summary.get("resourceChanges") or {}
            is_whole = summary.get("result", "succeeded") == "succeeded"
    return Update(
        steps=_sorted(steps),
        elsewhere=_sorted(elsewhere),
        unchanged=counts.get("same", 0),
        violations=tuple(sorted(set(violations), key=lambda one: (one.name, one.policy))),
        errors=tuple(dict.fromkeys(said["error"])),
        warnings=tuple(dict.fromkeys(said["warning"])),
        is_whole=is_whole,
    )


def _found_by_refresh(metadata: Mapping[str, Any]) -> str | None:
    """How a resource differs from the state, told when the engine has read it.

    An output that AWS moves on by itself is no difference: a time, a revision.
    """
    if metadata["op"] != "refresh":
        return None
    if metadata.get("new") is None:
        return "delete"
    detailed = (metadata.get("detailedDiff") or {}).values()
    return "update" if any(one.get("inputDiff") for one in detailed) else None


def _step(metadata: Mapping[str, Any], op: str) -> Step:
    detailed = metadata.get("detailedDiff") or {}
    names = {name.partition(".")[0].partition("[")[0] for name in detailed}
    changed = tuple(sorted(names or set(metadata.get("diffs") or ())))
    return Step(op, _short(metadata["type"]), name_of(metadata["urn"]), changed)


def _violation(policy: Mapping[str, Any]) -> Violation:
    return Violation(
        policy=policy["policyName"],
        name=name_of(policy.get("resourceUrn", "")),
        message=" ".join(policy["message"].split()),
        is_mandatory=policy["enforcementLevel"] == "mandatory",
    )


def _named(diagnostic: Mapping[str, Any]) -> str:
    message = " ".join(diagnostic["message"].split())
    return f"{name}: {message}" if (name := name_of(diagnostic.get("urn", ""))) else message


def _sorted(steps: Mapping[str, Step]) -> tuple[Step, ...]:
    return tuple(sorted(steps.values(), key=lambda one: (one.op, one.name, one.type)))


def _short(kind: str) -> str:
    """``aws:dynamodb/table:Table`` as Pulumi's own display has it: ``aws:dynamodb:Table``."""
    package, module, name = [*kind.split(":"), "", ""][:3]
    return f"{package}:{module.partition('/')[0]}:{name}"
