"""The checks run side by side, and tell what they told one after the other."""

from __future__ import annotations

import sys
from pathlib import Path

from tools.check import CHECKS, Check, make_all

WAITS = (
    "import pathlib, sys, time\nwhile not pathlib.Path(sys.argv[1]).exists(): time.sleep(0.01)\n"
)


def python(program: str, *arguments: object, inputs: tuple[str, ...] = ()) -> Check:
    return Check((sys.executable, "-c", program, *map(str, arguments)), inputs)


def test_outputs_stay_whole_and_in_order_and_the_first_failure_decides(tmp_path: Path) -> None:
    said: list[str] = []
    there = tmp_path / "there"
    first = python(f"{WAITS}print('one'); print('two'); sys.exit(3)", there)
    second = python(f"import pathlib, sys; pathlib.Path({str(there)!r}).touch(); sys.exit('no')")

    code = make_all([first, second, python("print('three')")], tmp_path, said.append)

    assert code == 3
    assert said[0] == "one\ntwo\n"
    assert said[2] == "no\n"
    assert said[4] == "three\n"
    assert [one.startswith("FAILED: ") for one in said] == [False, True, False, True, False]


def test_a_check_that_passed_is_made_again_when_a_file_of_it_changes(tmp_path: Path) -> None:
    folder, count = tmp_path / "inputs", tmp_path / "count"
    folder.mkdir()
    count.touch()
    check = python("import sys; open(sys.argv[1], 'a').write('.'); print('fine')", count,
                   inputs=(str(folder),))  # fmt: skip
    said: list[str] = []

    for content in ("a", "a", "b", "a"):
        (folder / "file").write_text(content)
        assert make_all([check], tmp_path / "passed", said.append) == 0

    assert count.read_text() == ".."
    assert said == ["fine\n"] * 4


def test_a_check_that_failed_is_made_again(tmp_path: Path) -> None:
    count = tmp_path / "count"
    check = python("import sys; open(sys.argv[1], 'a').write('.'); sys.exit(1)", count,
                   inputs=("client",))  # fmt: skip

    assert [make_all([check], tmp_path, lambda _: None) for _ in range(2)] == [1, 1]
    assert count.read_text() == ".."


def test_what_is_remembered_names_its_own_source() -> None:
    remembered = [check for check in CHECKS if check.inputs]

    assert [check.inputs[0] for check in remembered] == [
        "tools/write_client_types.py", "tools/check_client_package.py"
    ]  # fmt: skip
