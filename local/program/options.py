"""The options that a program registers a resource with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

STACK_TYPE = "pulumi:pulumi:Stack"


@dataclass(frozen=True)
class Options:
    """A resource's options as they were registered. ``None``: the program does not say."""

    protect: bool | None = None
    retain_on_delete: bool | None = None
    provider: str = ""
    """``<URN>::<id>`` of an explicit provider; empty for the default one."""
    ignore_changes: tuple[str, ...] = ()
    replace_on_changes: tuple[str, ...] = ()
    additional_secret_outputs: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    """Earlier URNs of the resource itself. Children inherit those of their parents besides."""
    deleted_with: str = ""
    delete_before_replace: bool | None = None
    timeouts: tuple[str, str, str] = ("", "", "")
    """For creation, update and deletion."""


def registered_options(request: Any, urn: str) -> Options:
    """The options of a ``RegisterResourceRequest`` for the resource of this URN."""

    def told(field: str) -> bool | None:
        return getattr(request, field) if request.HasField(field) else None

    limits = request.customTimeouts
    return Options(
        protect=told("protect"),
        retain_on_delete=told("retainOnDelete"),
        provider=request.provider,
        ignore_changes=(*request.ignoreChanges,),
        replace_on_changes=(*request.replaceOnChanges,),
        additional_secret_outputs=(*request.additionalSecretOutputs,),
        aliases=tuple(
            alias.urn or _alias_urn(alias.spec, request, urn) for alias in request.aliases
        ),
        deleted_with=request.deletedWith,
        delete_before_replace=(
            request.deleteBeforeReplace if request.deleteBeforeReplaceDefined else None
        ),
        timeouts=(limits.create, limits.update, limits.delete),
    )


def lineage(type_token: str, parent: str) -> str:
    """A type behind those of the resource's parents, as a URN has it."""
    parents = parent.split("::")[2] if parent else STACK_TYPE
    return type_token if parents == STACK_TYPE else f"{parents}${type_token}"


def _alias_urn(spec: Any, request: Any, urn: str) -> str:
    """The URN that a resource had before what the alias names was changed."""
    stack, project = urn.removeprefix("urn:pulumi:").split("::")[:2]
    parent = "" if spec.noParent else spec.parentUrn or request.parent
    return "::".join(
        [
            f"urn:pulumi:{spec.stack or stack}",
            spec.project or project,
            lineage(spec.type or request.type, parent),
            spec.name or request.name,
        ]
    )
