"""Two merges may come to a stage in either order: an older commit must not take it back unasked."""

from __future__ import annotations

import subprocess

from tools.delivery.stack import DeliveryError, Stack


def check_not_older(stack: Stack) -> None:
    """Raise ``DeliveryError`` when the stage was last deployed from a commit after this one.

    Where git knows neither, as in an archive or a clone that is not whole, nothing is refused.
    """
    deployed = stack.deployed_commit()
    head = _git(stack, "rev-parse", "HEAD")
    if not deployed or not head or head == deployed:
        return
    if _git(stack, "merge-base", "--is-ancestor", head, deployed) is not None:
        raise DeliveryError(
            f"the stage {stack.stage} was last deployed from {deployed[:12]}, which comes after "
            f"{head[:12]}, the commit here: nothing was done. To go back on purpose, add OLDER=1"
        )


def _git(stack: Stack, *command: str) -> str | None:
    try:
        done = subprocess.run(
            ["git", *command], cwd=stack.folder, capture_output=True, text=True, check=False
        )
    except FileNotFoundError:  # git is not installed
        return None
    return None if done.returncode else done.stdout.strip()
