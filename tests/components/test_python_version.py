"""The components under a Python that is too old: one sentence instead of an ImportError."""

from __future__ import annotations

import subprocess
import sys

from tests.support.repository import REPO_ROOT

OLD = """\
import sys, pulumi
sys.version_info = (3, 10, 13, "final", 0)
try:
    import components
except pulumi.RunError as error:
    print(error)
"""


def test_a_python_that_is_too_old_is_refused_in_one_sentence() -> None:
    done = subprocess.run(
        [sys.executable, "-c", OLD], cwd=REPO_ROOT, capture_output=True, text=True, check=False
    )

    (said,) = done.stdout.splitlines()
    assert said.startswith("the components need Python 3.11 or newer, and ")
    assert "is 3.10.13; make the virtual environment that holds it anew" in said


HOST = """\
import runpy, sys, pulumi
sys.version_info = (3, 10, 13, "final", 0)
runpy.run_path("components/__main__.py", run_name="__main__")
"""


def test_the_package_host_says_so_in_one_line_too() -> None:
    done = subprocess.run(
        [sys.executable, "-c", HOST], cwd=REPO_ROOT, capture_output=True, text=True, check=False
    )

    assert done.returncode == 1
    (said,) = done.stderr.splitlines()
    assert "the components need Python 3.11 or newer, and " in said
