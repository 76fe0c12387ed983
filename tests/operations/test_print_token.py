"""``make token``: the token alone on stdout, and none of a stage on AWS."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from operations import print_token
from operations.token_claims import claims_of
from tests.support.fake_local_stage import ADA, NEWCOMER, FakeLocalStage, fake_local_stage


@pytest.fixture
def stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeLocalStage]:
    with fake_local_stage(tmp_path, monkeypatch) as running:
        yield running


@pytest.mark.parametrize("of", [[], ["--buyer", ADA]])
def test_the_token_is_alone_on_stdout_and_its_life_is_told_beside_it(
    stage: FakeLocalStage, capsys: pytest.CaptureFixture[str], of: list[str]
) -> None:
    assert print_token.main(["--outputs", stage.file, *of]) == 0

    said = capsys.readouterr()
    (token,) = said.out.splitlines()
    assert claims_of(token)["sub"] == "id-of-ada"
    assert said.err == (
        f"the access token of {ADA} (user id id-of-ada), valid for 60 minutes on this stage\n"
    )
    assert token not in Path(stage.file).read_text()


@pytest.mark.parametrize(
    ("buyer", "says"),
    [
        ("nobody", f"BUYER=nobody is no demo buyer of this stage; it has {ADA}, {NEWCOMER}"),
        (NEWCOMER, f"has a temporary password: the first sign-in must choose one, as the shop page "
         f"shows. Take another buyer: make token BUYER={ADA}"),
    ],
)  # fmt: skip
def test_a_buyer_who_has_no_token_is_told_of_one_who_has(
    stage: FakeLocalStage, capsys: pytest.CaptureFixture[str], buyer: str, says: str
) -> None:
    assert print_token.main(["--outputs", stage.file, "--buyer", buyer]) == 2

    said = capsys.readouterr()
    assert (said.out, stage.asked) == ("", [])
    assert says in said.err


def test_a_stage_on_aws_gives_no_token(
    stage: FakeLocalStage, capsys: pytest.CaptureFixture[str]
) -> None:
    stage.write(stage="prod")  # even if somebody wrote demo buyers into its outputs
    assert print_token.main(["--outputs", stage.file]) == 2

    said = capsys.readouterr()
    assert (said.out, stage.asked) == ("", [])
    assert "the outputs are those of the stage prod on AWS" in said.err


def test_a_stage_that_does_not_run_is_to_be_started(
    stage: FakeLocalStage, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert print_token.main(["--outputs", str(tmp_path / "none.json")]) == 2
    assert "no local stage is running" in capsys.readouterr().err
    stage.write(emulator_url="http://127.0.0.1:1")
    assert print_token.main(["--outputs", stage.file]) == 2
    assert "is not running any more" in capsys.readouterr().err
    assert stage.asked == []
