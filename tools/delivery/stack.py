"""A stage as a Pulumi stack: what must be there before the CLI is asked, and the CLI's run.

Where the state is kept is the environment's to say (``PULUMI_BACKEND_URL``), never the
repository's.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from local.embedded_stage import EMBEDDED
from tools.delivery.events import Update, read_update

REPO_ROOT = Path(__file__).resolve().parents[2]
PACK = REPO_ROOT / "policy"
STDERR = 2
SECRETS_PROVIDER = "awskms://alias/pulumi-{stage}"


class DeliveryError(Exception):
    """Nothing was done: its text says what is missing, where, and what to do."""


@dataclass(frozen=True)
class Stack:
    """The stack of a stage, which is there, of the program in ``folder``."""

    stage: str
    folder: Path
    is_protected: bool
    """Whether the stage's settings have deletionProtection."""

    def run(self, command: str, *options: str) -> tuple[int, Update]:
        """Run the command on the stack: its exit code, and what the engine told while it ran.

        What the CLI prints goes to stderr, for a log, and has no outputs of the stack: a log has
        many readers. The policy pack judges what the program registers.
        """
        _install(PACK)
        with tempfile.TemporaryDirectory(prefix="pulumi-") as scratch:
            events = Path(scratch) / "events"
            done = subprocess.run(
                ["pulumi", command, "--stack", self.stage, "--non-interactive", "--color", "never",
                 "--suppress-outputs", "--event-log", str(events), "--policy-pack", str(PACK),
                 *options],
                cwd=self.folder,
                # The option --event-log is the Automation API's. The CLI hides it otherwise.
                env=os.environ | {"PULUMI_DEBUG_COMMANDS": "true"},
                stdin=subprocess.DEVNULL,
                stdout=STDERR,
                check=False,
            )  # fmt: skip
            return done.returncode, read_update(events)

    def deployed_commit(self) -> str | None:
        """The commit that the last update was run from, as Pulumi noted it."""
        asked = ("stack", "history", "--json", "--page-size", "1", "--stack", self.stage)
        updates = _asked(self.folder, *asked)
        head = updates[0].get("environment", {}).get("git.head") if updates else None
        return str(head) if head else None

    def outputs(self) -> Mapping[str, Any]:
        """The stack's outputs. A secret stands as ``[secret]``."""
        return dict(_asked(self.folder, "stack", "output", "--json", "--stack", self.stage))


def stack_of(stage: str, folder: Path = REPO_ROOT) -> Stack:
    """The stack of the stage. ``DeliveryError`` when the CLI, the settings or the stack lack."""
    settings = folder / f"Pulumi.{stage}.yaml"
    stages = sorted(
        name
        for path in folder.glob("Pulumi.*.yaml")
        if (name := path.name.split(".")[1]) != EMBEDDED
    )
    if stage == EMBEDDED:
        raise DeliveryError(
            "STAGE=local is the stage that make up runs on this machine, and no stack: name one of "
            f"{', '.join(stages)}"
        )
    if stage not in stages:
        raise DeliveryError(
            f"STAGE={stage} has no settings: there is no {settings.name}. Stages with settings are "
            f"{', '.join(stages)}. A new stage begins with a copy of one of their files"
        )
    if not shutil.which("pulumi"):
        raise DeliveryError(
            "the Pulumi CLI is not on the PATH. Install 3.259 or newer: "
            "https://www.pulumi.com/docs/install/"
        )
    known = [one["name"].rpartition("/")[2] for one in _asked(folder, "stack", "ls", "--json")]
    if stage not in known:
        where = os.environ.get("PULUMI_BACKEND_URL") or "where the CLI is logged in"
        raise DeliveryError(
            f"no stack {stage} is in {where}, which holds {', '.join(sorted(known)) or 'none'} of "
            "this project. Check PULUMI_BACKEND_URL, or make the stack with: pulumi stack init "
            f"{stage} --secrets-provider {SECRETS_PROVIDER.format(stage=stage)}"
        )
    configured = yaml.safe_load(settings.read_text(encoding="utf-8")) or {}
    return Stack(stage, folder, _is_protected(configured.get("config") or {}))


def _install(pack: Path) -> None:
    """Install the packages that the policy pack wants, unless they are there: the CLI does not."""
    ready, wanted = pack / ".venv" / ".ready", pack / "requirements.txt"
    if ready.exists() and ready.stat().st_mtime >= wanted.stat().st_mtime:
        return
    done = subprocess.run(
        ["pulumi", "install"], cwd=pack, stdin=subprocess.DEVNULL, stdout=STDERR, check=False
    )
    if done.returncode:
        raise DeliveryError(
            f"the policy pack in {pack} cannot be installed: pulumi install says why. It needs "
            "Python and a package index"
        )
    ready.touch()


def _is_protected(config: Mapping[str, object]) -> bool:
    return any(
        key.endswith(":deletionProtection") and value in (True, "true")
        for key, value in config.items()
    )


def _asked(folder: Path, *command: str) -> Any:
    """The CLI's answer, as JSON."""
    done = subprocess.run(
        ["pulumi", *command, "--non-interactive"],
        cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise DeliveryError(
            f"pulumi {' '.join(command)} failed: {done.stderr.strip()}\nCheck PULUMI_BACKEND_URL "
            "and the credentials: both come from the environment"
        )
    return json.loads(done.stdout)
