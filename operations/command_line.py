"""What the commands on a deployed stage share: the option ``--outputs``, and errors in words."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from botocore.exceptions import BotoCoreError, ClientError

from operations.deployed_stage import DeployedStage, SettingsError
from operations.outputs import OutputsError
from operations.typed_path import typed_path

Stage = TypeVar("Stage", bound=DeployedStage)
CANNOT_WORK = 2
"""Exit code of a command that could not do its work at all."""
UNREACHABLE = (
    "the stage of {file} cannot be reached: {why}. Check the network, and that AWS credentials of "
    "the stage's account are set (aws sts get-caller-identity)"
)
REFUSED = (
    "AWS refused a request to the stage of {file}: {why}. Check that the AWS credentials belong to "
    "the stage's account and have the permissions that docs/runbook.md lists"
)


def parser(module: str, description: str | None) -> argparse.ArgumentParser:
    """A parser of ``python -m operations.<module>`` with the option ``--outputs``."""
    made = argparse.ArgumentParser(prog=f"python -m operations.{module}", description=description)
    made.add_argument(
        "--outputs",
        type=typed_path,
        default=Path(".local/outputs.json"),
        help="file of the outputs",
    )
    return made


def run(stage_type: type[Stage], file: Path, work: Callable[[Stage], int]) -> int:
    """The exit code of ``work`` on the stage of the outputs in ``file``.

    ``CANNOT_WORK`` and a sentence on stderr when the outputs cannot be used, or when the stage
    does not answer or refuses.
    """
    try:
        return work(stage_type.from_file(file))
    except (OutputsError, SettingsError) as unusable:
        print(unusable, file=sys.stderr)
    except BotoCoreError as unreachable:
        print(UNREACHABLE.format(file=file, why=unreachable), file=sys.stderr)
    except ClientError as refused:
        print(REFUSED.format(file=file, why=refused), file=sys.stderr)
    return CANNOT_WORK
