"""A stand-in for the Pulumi CLI: it notes how it was called, and tells what a test has written."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SCRIPT = """#!/bin/sh
echo "$@" >> "{folder}/called"
case "$*" in
    "stack ls"*) cat "{folder}/stacks"; exit $(cat "{folder}/ls") ;;
    "stack output"*) cat "{folder}/outputs"; exit 0 ;;
    "stack history"*) cat "{folder}/history"; exit 0 ;;
    install) mkdir -p .venv; exit $(cat "{folder}/install") ;;
esac
while [ $# -gt 0 ]; do
    [ "$1" = --event-log ] && [ -f "{folder}/events" ] && cp "{folder}/events" "$2"
    shift
done
echo "what the CLI prints"
exit $(cat "{folder}/code")
"""


@dataclass(frozen=True)
class Engine:
    """The stand-in, with the folder that holds what it tells and what it was asked."""

    folder: Path

    @classmethod
    def in_folder(cls, folder: Path) -> Engine:
        """A CLI that knows the stacks dev and prod, and whose runs succeed."""
        engine = cls(folder)
        script = folder / "bin" / "pulumi"
        script.parent.mkdir()
        script.write_text(SCRIPT.format(folder=folder))
        script.chmod(0o755)
        (folder / "stacks").write_text('[{"name": "dev"}, {"name": "shop/realtime/prod"}]')
        (folder / "ls").write_text("0")
        (folder / "install").write_text("0")
        engine.pack.mkdir()
        (engine.pack / "requirements.txt").touch()
        (folder / "outputs").write_text('{"http_url": "https://api.example.com"}')
        engine.was_deployed_from(None)
        engine.tells([])
        return engine

    @property
    def pack(self) -> Path:
        """A policy pack's folder: the repository's own would be installed by this stand-in."""
        return self.folder / "policy"

    def cannot_install(self) -> None:
        """From now on the packages of a policy pack are not to be had."""
        (self.folder / "install").write_text("1")

    def was_deployed_from(self, commit: str | None) -> None:
        """The commit of the stack's last update; none when there was no update."""
        update = {"kind": "update", "environment": {"git.head": commit}}
        (self.folder / "history").write_text(json.dumps([update] if commit else []))

    def tells(self, events: Sequence[Mapping[str, Any]], code: int = 0) -> None:
        """What the engine's event log says, and the CLI's exit code."""
        (self.folder / "events").write_text("".join(json.dumps(one) + "\n" for one in events))
        (self.folder / "code").write_text(str(code))

    def asked(self) -> list[str]:
        """The commands that the CLI was started with."""
        file = self.folder / "called"
        return file.read_text().splitlines() if file.exists() else []


def urn(kind: str, name: str) -> str:
    return f"urn:pulumi:dev::realtime-checkout::realtime:index:RealtimeNotifier${kind}::{name}"


def step(op: str, kind: str, name: str, *changed: str) -> dict[str, Any]:
    """What the engine tells before it takes a step."""
    metadata = {
        "op": op, "urn": urn(kind, name), "type": kind, "new": {"inputs": {"secret": "value"}},
        "detailedDiff": {one: {"diffKind": "update", "inputDiff": True} for one in changed},
    }  # fmt: skip
    return {"resourcePreEvent": {"metadata": metadata}}


def refreshed(kind: str, name: str, **found: Any) -> dict[str, Any]:
    """What the engine tells when it has read a resource: ``diff`` and whether it is ``gone``."""
    metadata: dict[str, Any] = {
        "op": "refresh", "urn": urn(kind, name), "type": kind,
        "new": None if found.get("gone") else {"inputs": {}},
        "detailedDiff": found.get("diff"),
    }  # fmt: skip
    return {"resOutputsEvent": {"metadata": metadata}}


def said(severity: str, message: str) -> dict[str, Any]:
    return {"diagnosticEvent": {"severity": severity, "message": message}}


def policy(level: str, name: str, message: str) -> dict[str, Any]:
    return {
        "policyEvent": {
            "policyName": "queue-outlives-function", "enforcementLevel": level,
            "message": message, "resourceUrn": urn("aws:sqs/queue:Queue", name),
        }
    }  # fmt: skip


def summary(unchanged: int = 180, result: str = "succeeded") -> dict[str, Any]:
    return {"summaryEvent": {"resourceChanges": {"same": unchanged}, "result": result}}
