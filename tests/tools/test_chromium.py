"""What a browser of the tests and the pictures leaves on the machine: nothing."""

from __future__ import annotations

import tempfile

import pytest

from local.interrupts import temporary_folder
from tests.support.shared_chromium import own_chromium


def test_a_browser_leaves_no_temporary_file(monkeypatch: pytest.MonkeyPatch) -> None:
    # Not tmp_path: the address of a Unix socket in it would be too long.
    with temporary_folder("t-") as folder:
        monkeypatch.setenv("TMPDIR", str(folder))
        monkeypatch.setattr(tempfile, "tempdir", None)  # it was taken from the environment once

        with own_chromium() as browser:
            browser.get("about:blank")
            assert list(folder.iterdir())  # else it found nothing, whatever is left

        assert list(folder.iterdir()) == []
