"""The options that a program registers a resource with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from local.program.urns import aliases_of


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


def registered_options(request: Any, stack: str, project: str) -> Options:
    """The options of a ``RegisterResourceRequest``."""

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
        aliases=(*aliases_of(request, stack, project),),
        deleted_with=request.deletedWith,
        delete_before_replace=(
            request.deleteBeforeReplace if request.deleteBeforeReplaceDefined else None
        ),
        timeouts=(limits.create, limits.update, limits.delete),
    )
