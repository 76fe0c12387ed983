"""The whole review, composed of planted sides."""

from __future__ import annotations

import json
from pathlib import Path

from review.composition import MARK, composed
from review.outcome import Failed, Stage
from review.overview import REMOVED
from review.run.commits import Commits
from review.side import Side
from review.text.bounds import MOST, bounded
from review.text.folding import parted
from review.text.markdown import NONE
from review.text.section import Section
from tests.support.sides import resource, side_of

TABLE, QUEUE = "aws:dynamodb/table:Table", "aws:sqs/queue:Queue"
QUEUE_POLICY = "aws:sqs/queuePolicy:QueuePolicy"
COMMAND = "make review BASE=a HEAD=b FULL=1"
COMMITS = Commits(Path("/shop"), "", "a" * 40, "b" * 40)


def review(*stages: Stage, notes: tuple[Section, ...] = ()) -> list[str]:
    return [line for part in composed(COMMITS, stages, notes) for line in part.lines]


def table_of(key: str) -> Side:
    return side_of(resource(TABLE, "orders", hashKey=key))


def queues(count: int, wait: int) -> Side:
    """Each with another number, so that no two change alike."""
    return side_of(
        *(resource(QUEUE, f"q{n}", delaySeconds=n + wait, fifoQueue=False) for n in range(count))
    )


def row(lines: list[str], stage: str) -> list[str]:
    (found,) = [line for line in lines if line.startswith(f"| {stage} |")]
    return [cell.strip() for cell in found.strip("|").split("|")][1:]


def test_when_nothing_changes_a_review_is_one_sentence() -> None:
    side = table_of("id")
    lines = review(Stage("dev", side, side), Stage("prod", side, side))

    assert lines == [
        MARK,
        "### Review of `aaaaaaaaaa` → `bbbbbbbbbb`: nothing changes",
        "",
        "The stages (dev, prod) would register the same resources, with the same settings, "
        "permissions, outputs, quotas and costs.",
    ]


def test_a_single_stage_that_does_not_change_is_no_list() -> None:
    last = review(Stage("dev", table_of("id"), table_of("id")))[-1]

    assert last.startswith("Stage dev would register the same resources")


def test_the_first_line_is_the_mark_that_a_workflow_looks_for() -> None:
    assert MARK == "<!-- realtime-review -->"
    assert review(Stage("dev", table_of("id"), table_of("x")))[0] == MARK


def test_what_loses_data_stands_in_bold_above_everything_else() -> None:
    lines = review(
        Stage("dev", table_of("id"), table_of("orderId")), Stage("prod", side_of(), side_of())
    )

    assert lines[3] == "**Data at risk:**"
    assert lines[5] == (
        "- **dev: `orders` (`dynamodb.Table`) is replaced because of `hashKey`: what it holds is "
        "lost**"
    )
    assert lines.index(lines[5]) < lines.index("#### Resources, dev")
    assert row(lines, "dev")[:5] == [NONE, NONE, "1", NONE, "**1**"]
    assert row(lines, "prod")[:5] == [NONE] * 5


def test_of_what_loses_data_log_lines_come_last() -> None:
    before = side_of(resource("aws:cloudwatch/logGroup:LogGroup", "logs"), resource(TABLE, "rows"))
    lines = review(
        Stage("dev", before, side_of()), Stage("prod", before, side_of(resource(TABLE, "rows")))
    )

    assert [line.split("`")[1] for line in lines[5:7]] == ["rows", "logs"]


def test_stages_with_the_same_changes_share_a_row_and_a_section() -> None:
    lines = review(
        Stage("dev", queues(1, 1), queues(1, 2)),
        Stage("local", queues(1, 1), queues(1, 2)),
        Stage("prod", queues(1, 1), queues(1, 9)),
    )

    assert row(lines, "all 3 stages")[:2] == [NONE, "1"]
    assert [line for line in lines if line.startswith("####")] == [
        "#### Resources, dev, local",
        "#### Resources, prod",
    ]


def test_of_a_long_section_the_first_lines_stand_and_the_others_are_folded() -> None:
    lines = review(Stage("dev", queues(30, 1), queues(30, 2)))

    start = lines.index("#### Resources: 30 changed")
    at = lines.index("<details>")
    shown = [line for line in lines[start:at] if line.startswith("- ")]
    assert len(shown) == 8
    assert lines[at + 1] == "<summary>22 more lines</summary>"
    assert lines[-2:] == ["</details>", ""]


def test_a_list_is_parted_between_its_items_and_a_table_is_folded_whole() -> None:
    items = [one for n in range(9) for one in (f"- {n}", f"  - what follows {n}")]

    assert parted(items)[0] == items[:8]
    assert parted(["- 0", *["  - more"] * 20])[0] == []
    assert parted(["| a |", "| --- |", *["| b |"] * 20])[0] == []
    assert parted(items[:12]) == (items[:12], ())


def test_a_stage_whose_program_fails_in_the_change_is_said_and_the_others_are_compared() -> None:
    failed = Failed("KeyError: 'ORIGIN'", "Traceback\n  x\nKeyError: 'ORIGIN'")
    lines = review(Stage("dev", table_of("id"), failed), Stage("prod", queues(1, 1), queues(1, 2)))

    assert row(lines, "dev")[0] == "**fails in this change**"
    at = lines.index("#### Not compared: dev")
    assert lines[at + 2] == "- **This change fails** at `bbbbbbbbbb`: KeyError: 'ORIGIN'"
    assert "```text" in lines[at:]
    assert "- the base, `aaaaaaaaaa`, has 1 resource, 0 policy findings and 0 refusals" in lines
    assert "#### Resources, prod" in lines or "#### Resources" in lines


def test_a_base_that_cannot_run_is_said_with_what_is_known_of_the_change() -> None:
    lines = review(Stage("dev", Failed("no module", "no module"), table_of("id")))

    assert row(lines, "dev")[0] == "**fails in the base**"
    at = lines.index("#### Not compared: dev")
    assert lines[at + 2] == (
        "- The base, `aaaaaaaaaa`, does not run here, with this checkout's packages, so "
        "nothing can be compared with it: no module"
    )
    assert lines[at + 3] == "- this change has 1 resource, 0 policy findings and 0 refusals"


def test_settings_are_compared_although_a_program_fails() -> None:
    old = side_of(settings={"shop:logRetentionDays": "14"})
    failed = Failed("no module", "no module", old)
    lines = review(Stage("dev", failed, side_of(settings={"shop:logRetentionDays": "30"})))

    assert any("logRetentionDays" in line for line in lines), lines


def test_both_commits_that_fail_alike_are_told_apart() -> None:
    lines = review(Stage("dev", Failed("a", "a"), Failed("b", "b")))

    assert [line.rpartition(": ")[2] for line in lines if line.startswith("- ")] == ["b", "a"]


def test_both_commits_that_fail_for_the_same_reason_are_one_line() -> None:
    secret = Failed("it is a secret; set PULUMI_CONFIG_PASSPHRASE to read it", "it is a secret")
    lines = review(Stage("dev", secret, secret))

    assert [line for line in lines if line.startswith("- ")] == [
        "- **Neither commit runs** here, for the same reason: it is a secret; set "
        "PULUMI_CONFIG_PASSPHRASE to read it"
    ]


def test_a_stage_that_comes_and_one_that_goes_are_said() -> None:
    lines = review(Stage("new", None, table_of("id")), Stage("old", table_of("id"), None))

    assert row(lines, "new")[0] == "1"
    assert row(lines, "old")[0] == REMOVED
    assert "its stack stays on AWS with all that it holds" in REMOVED
    assert "<summary>Resources: 1 added</summary>" in lines
    assert "old" not in "\n".join(lines[7:])


def test_a_stage_that_fails_at_one_commit_and_is_new_is_said_to_have_been_none() -> None:
    lines = review(Stage("dev", None, Failed("boom", "boom")))

    assert "- the base, `aaaaaaaaaa`, has no such stage" in lines


def test_a_repository_without_stages_is_said_to_have_none() -> None:
    assert review()[-1] == "Neither commit has a stage: there is no `Pulumi.<stage>.yaml`."


def test_notes_of_both_commits_stand_at_the_end_and_are_a_change() -> None:
    side = table_of("id")
    lines = review(Stage("dev", side, side), notes=(Section("Packages", ("- pulumi",)),))

    assert lines[-4:] == ["#### Packages", "", "- pulumi", ""]
    assert "nothing changes" not in lines[1]


def test_hostile_names_neither_break_the_table_nor_close_a_fold() -> None:
    hostile = "a|b`c` <script>@octocat\n</details>"

    def side(delay: int) -> Side:
        return side_of(
            *(resource(QUEUE, f"{hostile}{n}", delaySeconds=n + delay) for n in range(20)),
            resource(TABLE, f"t{hostile}", hashKey=f"{delay}{hostile}"),
        )

    lines = review(Stage(hostile, side(1), side(2)))
    table = [line for line in lines if line.startswith("|")]
    assert {line.count("|") for line in table} == {9}
    assert not any("<script" in line for line in lines)
    assert lines.count("</details>") == lines.count("<details>") == 1
    assert not any("@octocat" in line for line in lines)


def test_the_greatest_review_fits_into_a_comment_and_no_section_pushes_out_another() -> None:
    """A thousand resources beside a permission for everybody and a table that loses its data."""

    def side(delay: int, who: str) -> Side:
        may = {"Effect": "Allow", "Principal": {"AWS": who}, "Action": "sqs:SendMessage"}
        document = json.dumps({"Statement": [may]})
        return side_of(
            *(resource(QUEUE, f"q{n}{'x' * 200}", delaySeconds=n + delay) for n in range(1_000)),
            *(resource(QUEUE, f"new{delay}{n}") for n in range(1_000)),
            resource(QUEUE_POLICY, "p", queueUrl="{q}", policy=document),
            resource(TABLE, "orders", hashKey=str(delay)),
            settings={f"shop:setting{n}": str(n + delay) for n in range(3_000)},
        )

    text = bounded(
        composed(COMMITS, [Stage("dev", side(1, "123456789012"), side(2, "*"))], ()), COMMAND
    )
    assert len(text.encode()) <= MOST
    assert text.count("<details>") == text.count("</details>")
    assert "`orders` (`dynamodb.Table`) is replaced" in text
    assert "- **Open to everybody:** everybody may now `sqs:SendMessage`" in text
    assert "#### Resources" in text
    assert "#### Settings" in text
    assert text.splitlines()[-1].endswith(f"All: `{COMMAND}`")
    assert "Settings (" in text.splitlines()[-1]
    assert "Resources (" in text.splitlines()[-1]
    assert "Permissions (" not in text.splitlines()[-1]
