"""A protected stage is touched only when the operator has named it."""

from __future__ import annotations

from operations.deployed_stage import SettingsError


def check_confirmed(stage: str, protected: bool, confirm: str | None) -> None:
    """Raise ``SettingsError`` unless the operator has named the stage, if it is a protected one."""
    if confirm not in (None, "", stage):
        raise SettingsError(
            f"CONFIRM={confirm}, but the outputs are those of the stage {stage}: nothing was done. "
            "Give the outputs of the stage that you mean"
        )
    if protected and confirm != stage:
        raise SettingsError(
            f"the stage {stage} has deletionProtection, as a stage with buyers has: nothing was "
            f"done. If you mean it, add CONFIRM={stage}"
        )
