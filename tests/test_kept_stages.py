"""The stages that the repository comes with."""

from __future__ import annotations

import subprocess

from tests.support.repository import REPO_ROOT


def test_a_stage_that_is_still_an_example_has_nobodys_salt() -> None:
    """With the salt of a trial in the file, ``pulumi stack init`` ends in "incorrect passphrase".

    What is committed counts: ``pulumi stack init`` itself writes a salt into the working copy.
    """
    find = ["git", "grep", "-l", "--all-match", "-e", "encryptionsalt", "-e", r"\.example\.com"]
    found = subprocess.run(
        [*find, "HEAD", "--", "Pulumi.*.yaml", "examples/*/Pulumi.*.yaml"],
        cwd=REPO_ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert found.stdout.splitlines() == []
