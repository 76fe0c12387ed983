"""Packages that are pinned differently are said, and with which ones both commits ran."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

from review.run.requirements_changed import requirements_changed
from review.text.markdown import MINUS, code


def project(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        file = folder / {"layer": "functions/requirements.txt", "pulumi": "Pulumi.yaml"}.get(
            name, "requirements.txt"
        )
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return folder


def test_equal_pins_are_no_lines(tmp_path: Path) -> None:
    one = project(tmp_path / "a", python="pulumi==3.0\n# comment\n", pulumi="name: x\n")
    two = project(tmp_path / "b", python="# other\npulumi==3.0\n", pulumi="name: y\n")

    assert requirements_changed(one, two).lines == ()


def test_a_package_that_comes_goes_or_has_another_version_is_said(tmp_path: Path) -> None:
    one = project(tmp_path / "a", python="pulumi==3.0\nold==1\n", layer="pyjwt[crypto]==2.0 \\\n")
    two = project(tmp_path / "b", python="Pulumi==3.1\nnew==2 ; x\n", layer="pyjwt[crypto]==2.1\n")

    assert requirements_changed(one, two).lines == (
        f"- `requirements.txt`: + `new` `2`, {MINUS} `old` `1`, `pulumi` `3.0` → `3.1`",
        "- `functions/requirements.txt`: `pyjwt` `2.0` → `2.1`",
        "- Both commits ran with the packages and components of this checkout: "
        f"`pulumi` {version('pulumi')}, `pulumi-aws` {version('pulumi-aws')}.",
    )


def test_a_range_of_versions_is_compared_as_it_is_written(tmp_path: Path) -> None:
    one = project(tmp_path / "a", python="pulumi>=3.0,<4\nsame ~= 1\n-r other.txt\n")
    two = project(tmp_path / "b", python="pulumi>=3.1,<4  # newer\nsame ~= 1\nyaml\n")

    assert requirements_changed(one, two).lines[0] == (
        f"- `requirements.txt`: `pulumi` {code('>=3.0,<4')} → {code('>=3.1,<4')}, + `yaml` `any`"
    )


def test_packages_of_pulumi_are_compared_too(tmp_path: Path) -> None:
    text = "name: x\npackages:\n  realtime: example.com/realtime@{}\n"
    one = project(tmp_path / "a", pulumi=text.format("0.2.0"))
    two = project(tmp_path / "b", pulumi=text.format("0.3.0"))

    assert requirements_changed(one, two).lines[0] == (
        "- `Pulumi.yaml`, packages: `realtime` `example.com/realtime@0.2.0` → "
        "`example.com/realtime@0.3.0`"
    )


def test_a_file_that_is_no_yaml_is_left_to_the_stages_own_error(tmp_path: Path) -> None:
    one = project(tmp_path / "a", pulumi="packages: [")

    assert requirements_changed(one, project(tmp_path / "b", pulumi="- x\n")).lines == ()
