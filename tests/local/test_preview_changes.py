"""A preview against a record says what an update would do, and first of all what would be lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from local.__main__ import main
from local.aws_provider import RecordedProgram, RecordedResource
from local.preview import LOSES_DATA
from local.preview_changes import RecordFileError, announced, read_record, write_record

TABLE, ROLE = "aws:dynamodb/table:Table", "aws:iam/role:Role"
PROGRAM = """
import pulumi_aws as aws

keys = [{{"name": "{key}", "type": "S"}}]
aws.dynamodb.Table("orders", hash_key="{key}", attributes=keys, billing_mode="PAY_PER_REQUEST")
"""


def program(**tables: str) -> RecordedProgram:
    """A role and tables by name, with their hash keys."""
    resources = {f"urn::{name}": RecordedResource(TABLE, {"hashKey": key}) for name, key in
                 tables.items()}  # fmt: skip
    return RecordedProgram({**resources, "urn::runner": RecordedResource(ROLE, {})})


def project(folder: Path, key: str) -> list[str]:
    (folder / "Pulumi.yaml").write_text("name: shop\n")
    (folder / "Pulumi.dev.yaml").write_text("config: {}\n")
    (folder / "__main__.py").write_text(PROGRAM.format(key=key))
    return ["preview", "--project", str(folder)]


def test_what_loses_data_comes_first_and_in_bold_at_a_terminal() -> None:
    before = program(orders="id", old="id")
    after = program(orders="orderId", new="id")

    lines = announced(before, after, bold=True)

    assert lines == [
        "Against the record",
        "\033[1m  ! replace orders  (aws:dynamodb/table:Table): hashKey changes "
        "(dynamodb/table.go); what it holds is lost\033[0m",
        "\033[1m  ! delete  old  (aws:dynamodb/table:Table): the program no longer registers it; "
        "what it holds is lost\033[0m",
        "    create  new  (aws:dynamodb/table:Table): the program registers it now",
        "  1 to replace, 1 to delete, 1 to create; 2 of them lose their data",
        "",
    ]


def test_a_file_gets_no_escape_sequences() -> None:
    assert "\033" not in "".join(announced(program(a="x"), program(a="y"), bold=False))


def test_nothing_is_said_to_change_when_nothing_does() -> None:
    same = program(orders="id")
    assert announced(same, same, bold=False) == ["Against the record: nothing changes", ""]


def test_a_record_is_written_and_a_later_program_is_held_against_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record = tmp_path / "record.json"
    command = project(tmp_path, "id")

    assert main([*command, "--record", str(record)]) == 0
    assert f"Record written to {record}\n" in capsys.readouterr().err
    assert main([*command, "--against", str(record)]) == 0
    assert "Against the record: nothing changes" in capsys.readouterr().out

    project(tmp_path, "orderId")
    assert main([*command, "--against", str(record)]) == LOSES_DATA
    assert "  ! replace orders  (aws:dynamodb/table:Table): " in capsys.readouterr().out


@pytest.mark.parametrize("content", [None, "no JSON", "{}"])
def test_a_file_that_is_no_record_is_named_with_the_command_that_writes_one(
    tmp_path: Path, content: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "dev.json"
    if content is not None:
        file.write_text(content)

    assert main(["preview", "--against", str(file)]) == 1
    said = capsys.readouterr().err
    assert f"AGAINST={file}: " in said
    assert f"make preview RECORD={file} writes " in said
    assert ("there is no such file" in said) is (content is None)
    assert "Errno" not in said


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(RecordFileError, match="there is no folder"):
        write_record(tmp_path / "file" / "dev.json", program())
    with pytest.raises(RecordFileError, match="cannot be written"):
        write_record(tmp_path, program())


def test_a_record_survives_its_file(tmp_path: Path) -> None:
    write_record(tmp_path / "dev.json", program(orders="id"))
    assert read_record(tmp_path / "dev.json") == program(orders="id")


@pytest.mark.parametrize(("stage", "project"), [("prod", "shop"), ("dev", "other")])
def test_the_record_of_another_stage_or_project_is_refused(stage: str, project: str) -> None:
    def one(stage: str, project: str) -> RecordedProgram:
        urn = f"urn:pulumi:{stage}::{project}::{ROLE}::runner"
        return RecordedProgram({urn: RecordedResource(ROLE, {})})

    with pytest.raises(RecordFileError) as refused:
        announced(one(stage, project), one("dev", "shop"), bold=False)

    assert str(refused.value) == (
        f"AGAINST= names a record of stage {stage!r} of project {project!r}, and this is stage "
        "'dev' of project 'shop': give the record of the same stage and project"
    )
