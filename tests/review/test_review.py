"""A review from end to end: a small shop's two commits, with what a reviewer fears planted."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from local.program import STAND_IN
from operations.progress import Progress
from review.review import Review, review
from review.run.commits import ReviewError
from tests.review.planted_shop import PLANTED, PROGRAM, STAGE, commit_program, planted, shop
from tests.support.git_repository import commit, new_repository, run_git
from tests.support.repository import REPO_ROOT


def reviewed(folder: Path, base: str = "main", head: str = "HEAD", *, full: bool = False) -> Review:
    return review(folder, base, head, Progress(io.StringIO()), full=full)


def command(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "review", "--base", "main", "--project", str(folder), *arguments],
        cwd=REPO_ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def feared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = shop(tmp_path_factory.mktemp("feared"))
    commit_program(folder, planted(PROGRAM, *PLANTED))
    return folder


@pytest.fixture(scope="module")
def lines(feared: Path) -> list[str]:
    made = reviewed(feared)
    assert made.exit_code == 0
    return made.text.splitlines()


def test_a_tables_other_key_stands_on_top_in_bold(lines: list[str]) -> None:
    assert lines[3:6] == [
        "**Data at risk:**",
        "",
        "- **dev: `orders` (`dynamodb.Table`) is replaced because of `hashKey`: what it "
        "holds is lost**",
    ]


def test_what_follows_from_the_table_is_not_said_to_change_by_itself(lines: list[str]) -> None:
    (replaced,) = [line for line in lines if line.startswith("- **replaced** `orders`")]
    assert "`hashKey` `id` → `orderId`" in replaced


def test_a_wildcard_is_a_permission_to_look_at_and_a_policys_finding(lines: list[str]) -> None:
    text = "\n".join(lines)
    permissions = text[text.index("#### Permissions") :]

    assert "`dynamodb:*`" in permissions
    assert any("wildcard" in line.lower() or "'&#42;'" in line for line in lines), text


def test_a_route_that_goes_is_removed(lines: list[str]) -> None:
    assert "- **removed** `get-products` (`apigatewayv2.Route`)" in lines


def test_a_queue_that_is_no_longer_protected_is_said(lines: list[str]) -> None:
    assert "- **option** `protect` `true` → `false`: `jobs`" in lines


def test_a_function_that_outlasts_its_queues_visibility_is_found(lines: list[str]) -> None:
    text = "\n".join(lines)

    assert "`worker` (`lambda.Function`): `timeout` 10 → 90" in text
    policies = text[text.index("#### Policies") : text.index("#### Resources")]
    assert "90" in policies
    assert "60" in policies


def test_the_same_two_commits_give_the_same_bytes(feared: Path, lines: list[str]) -> None:
    """In processes of their own, with other folders, and sets in another order."""
    runs = [command(feared, PYTHONHASHSEED=seed) for seed in ("1", "2")]

    assert [run.returncode for run in runs] == [0, 0], runs[0].stderr
    assert runs[0].stdout == runs[1].stdout == "\n".join(lines) + "\n"
    assert "a program that prints" in runs[0].stderr


def test_a_change_of_nothing_but_docs_changes_nothing(tmp_path: Path) -> None:
    folder = shop(tmp_path)
    commit(folder, **{"README.md": "words"})

    text = reviewed(folder).text
    assert ": nothing changes" in text
    assert len(text.splitlines()) == 4


def test_a_branch_without_a_commit_of_its_own_changes_nothing(tmp_path: Path) -> None:
    assert reviewed(shop(tmp_path)).text.splitlines()[1:] == [
        f"### Review of `{run_git(tmp_path, 'rev-parse', 'HEAD')[:10]}`: nothing changes",
        "",
        "The base has this commit already.",
    ]


def test_stages_come_and_go_and_fail_each_for_itself(tmp_path: Path) -> None:
    folder = shop(tmp_path, ("dev", "old"))
    broken = PROGRAM + '\nif stage == "dev": raise KeyError(__file__)\n'
    commit_program(folder, broken, **{"Pulumi.old.yaml": None, "Pulumi.new.yaml": STAGE})

    made = reviewed(folder)
    rows = [line for line in made.text.splitlines() if line.startswith("| ")][2:5]
    assert made.exit_code == 1
    assert [row.split(" | ")[0] for row in rows] == ["| dev", "| new", "| old"]
    assert rows[0].startswith("| dev | **fails in this change**")
    assert rows[2].startswith("| old | the stage's settings are removed")
    assert '  File "__main__.py", line 31, in <module>' in made.text
    for place in (str(tmp_path), "/review-", str(REPO_ROOT), sys.prefix, "<frozen"):
        assert place not in made.text, made.text


def test_a_base_whose_program_does_not_run_is_said_and_is_no_failure(tmp_path: Path) -> None:
    folder = shop(tmp_path)
    run_git(folder, "switch", "--quiet", "main")
    commit_program(folder, "import a_package_of_years_ago\n")
    run_git(folder, "switch", "--quiet", "--create", "mended")
    commit_program(folder, PROGRAM)

    made = reviewed(folder)
    assert made.exit_code == 0
    assert "does not run here, with this checkout's packages" in made.text
    assert "No module named 'a_package_of_years_ago'" in made.text
    assert "- this change has 10 resources" in made.text


SECRET = f"encryptionsalt: v1:a:b\n{STAGE}  shop:key:\n    secure: v1:c:d\n"


@pytest.fixture
def without_a_passphrase(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PULUMI_CONFIG_PASSPHRASE", raising=False)
    monkeypatch.delenv("PULUMI_CONFIG_PASSPHRASE_FILE", raising=False)


@pytest.mark.usefixtures("without_a_passphrase")
@pytest.mark.parametrize("secret", [SECRET, SECRET.replace("encryptionsalt", "secretsprovider")])
def test_a_program_runs_without_a_secret_that_nobody_here_can_read(
    tmp_path: Path, secret: str
) -> None:
    folder = shop(tmp_path, ("dev", "prod"))
    program = planted(
        PROGRAM, ("timeout=10", "timeout=9"),
        ('tags={"stage": stage}', 'tags={"key": pulumi.Config().get("key") or stage}'),
    )  # fmt: skip
    commit_program(folder, program, **{"Pulumi.prod.yaml": secret})

    made = reviewed(folder)
    assert made.exit_code == 0
    assert "#### Settings not read: prod" in made.text
    assert "- `shop:key`: a secret that cannot be read here." in made.text
    assert "`timeout` 10 → 9" in made.text
    assert STAND_IN not in made.text


@pytest.mark.usefixtures("without_a_passphrase")
def test_a_program_that_refuses_what_stands_for_a_secret_is_no_failure_of_the_change(
    tmp_path: Path,
) -> None:
    folder = shop(tmp_path, ("dev", "prod"))
    reads = planted(PROGRAM, ("timeout=10", "timeout=9")) + "\npulumi.Config().get_int('key')\n"
    commit_program(folder, reads, **{"Pulumi.prod.yaml": SECRET})

    made = reviewed(folder)
    assert made.exit_code == 0
    assert "| prod | **not readable here** |" in made.text
    assert "1 of 2 stages are compared." in made.text
    assert "**Not readable here**: without the secrets of `shop:key`" in made.text
    assert "#### Resources, dev" in made.text


@pytest.mark.usefixtures("without_a_passphrase")
def test_a_program_that_ran_without_the_secret_before_fails_by_the_change(tmp_path: Path) -> None:
    folder = shop(tmp_path)
    run_git(folder, "switch", "--quiet", "main")
    commit(folder, **{"Pulumi.dev.yaml": SECRET})
    run_git(folder, "switch", "--quiet", "--create", "broken")
    commit_program(folder, "raise KeyError\n")

    made = reviewed(folder)
    assert made.exit_code == 1
    assert "**This change fails**" in made.text


def test_of_a_stage_that_is_new_an_older_waiver_is_not_the_changes_own(tmp_path: Path) -> None:
    entry = "{{rule: no-wildcard-action, resource: {}, reason: Because., dated: 2026-01-02}}"
    waiver = f"waivers:\n  - {entry}\n"
    folder = shop(tmp_path)
    run_git(folder, "switch", "--quiet", "main")
    commit(folder, **{"policy-waivers.yaml": waiver.format("a*")})
    run_git(folder, "switch", "--quiet", "--create", "another")
    commit(folder, **{"Pulumi.new.yaml": STAGE})
    assert "writes a waiver" not in reviewed(folder).text

    commit(folder, **{"policy-waivers.yaml": waiver.format("b*")})
    assert "writes a waiver of a rule that is mandatory**: `no-wildcard-action` on `b*`" in (
        reviewed(folder).text
    )


def test_waivers_of_the_base_that_cannot_be_read_are_none(tmp_path: Path) -> None:
    folder = shop(tmp_path)
    run_git(folder, "switch", "--quiet", "main")
    commit(folder, **{"policy-waivers.yaml": "waivers: 1\n"})
    run_git(folder, "switch", "--quiet", "--create", "mended")
    commit(folder, **{"policy-waivers.yaml": None})

    assert "does not run here" in reviewed(folder).text


def test_a_folder_that_the_base_does_not_have_is_new_as_a_whole(tmp_path: Path) -> None:
    folder = new_repository(tmp_path)
    commit(folder, a="1")
    run_git(folder, "switch", "--quiet", "--create", "change")
    program = tmp_path / "infra"
    program.mkdir()
    files = {"Pulumi.yaml": "name: x\nruntime: python\n", "Pulumi.dev.yaml": STAGE}
    commit_program(program, "import pulumi_aws as aws\naws.sqs.Queue('jobs')\n", **files)

    text = reviewed(program).text
    assert "- 1 resource, all new: 1 \N{MULTIPLICATION SIGN} `sqs.Queue`" in text


def test_a_repository_without_a_program_is_refused_with_what_to_do(tmp_path: Path) -> None:
    folder = new_repository(tmp_path)
    commit(folder, a="1")
    commit(folder, a="2")

    with pytest.raises(ReviewError, match=r"has a Pulumi\.yaml in its top folder of .*PROJECT="):
        reviewed(folder, "HEAD~1")


def test_a_program_in_another_language_is_refused(tmp_path: Path) -> None:
    folder = new_repository(tmp_path)
    commit(folder, **{"Pulumi.yaml": "name: x\nruntime: nodejs\n"})
    commit(folder, a="2")

    with pytest.raises(ReviewError, match=r"has no __main__\.py; a review runs programs in Python"):
        reviewed(folder, "HEAD~1")


def test_what_is_not_committed_is_said_to_be_left_out(tmp_path: Path) -> None:
    folder = shop(tmp_path)
    (folder / "__main__.py").write_text("import nothing\n")
    said = io.StringIO()

    assert ": nothing changes" in review(folder, "main", "HEAD", Progress(said), full=False).text
    alone = "What is not committed is not in this review: __main__.py, by git status"
    assert alone in said.getvalue()

    for name in ("one", "two"):
        (folder / name).write_text("x")
    review(folder, "main", "HEAD", Progress(said), full=False)
    assert "__main__.py and 2 other files, by git status" in said.getvalue()


def test_a_change_of_waivers_is_said_on_top_although_nothing_else_changes(tmp_path: Path) -> None:
    folder = shop(tmp_path)
    commit(folder, **{"policy-waivers.yaml": "waivers: []\n"})

    lines = reviewed(folder).text.splitlines()
    assert lines[1].endswith(": nothing changes")
    assert lines[3].startswith("**The change touches what judges it:** `policy-waivers.yaml`")
