"""Functions of the same files share one zip, until a file is saved."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

from local.provisioners.lambda_ import zip_of


def test_the_same_files_are_zipped_once_and_anew_after_a_change(tmp_path: Path) -> None:
    file = tmp_path / "app.py"
    file.write_text("old")
    os.utime(file, (1_000_000_000, 1_000_000_000))  # a zip has no times before 1980
    first = zip_of({"app.py": file})
    assert zip_of({"app.py": file}) is first
    assert zip_of({"app.py": file}, layered=False) != first

    file.write_text("new")
    assert zipfile.ZipFile(io.BytesIO(zip_of({"app.py": file}))).read("app.py") == b"new"
