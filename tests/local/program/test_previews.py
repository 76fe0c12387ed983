"""The monitor's preview: it knows what a finished run left, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from local.program import UNKNOWN, Created, Program, ProgramResult

PROJECT = "name: trial\nruntime: python\n"
ROUTE = (
    "route = aws.apigatewayv2.Route('route', api_id='api', route_key='$default')\n"
    "aws.sqs.Queue('q', name={read}.apply(str), tags={{'of': {read}}})\n"
    "pulumi.export('read', {read})\n"
)


class Answers:
    """Creates everything with the given outputs."""

    def __init__(self, **outputs: Any) -> None:
        self.outputs = outputs
        self.created: list[str] = []

    def create(self, resource_type: str, name: str, inputs: Mapping[str, Any]) -> Created:
        self.created.append(name)
        return Created(f"{name}-id", self.outputs)

    def invoke(self, token: str, args: Mapping[str, Any]) -> dict[str, Any]:
        return {"partition": "aws-test", "id": "aws-test"}


def write(tmp_path: Path, source: str) -> None:
    (tmp_path / "Pulumi.yaml").write_text(PROJECT)
    (tmp_path / "Pulumi.local.yaml").write_text("config: {}\n")
    (tmp_path / "__main__.py").write_text("import pulumi, pulumi_aws as aws\n" + source)


def run_and_preview(
    tmp_path: Path, source: str, answers: Answers, changed_to: str | None = None
) -> ProgramResult:
    write(tmp_path, source)
    with Program(tmp_path, "local") as program:
        finished = program.run(answers)
        write(tmp_path, changed_to or source)
        answers.created.clear()
        return program.preview(answers, finished.resources)


@pytest.mark.parametrize("unset", [{}, {"authorizerId": None}])
def test_an_output_that_was_not_returned_is_unknown_and_so_is_what_is_made_of_it(
    tmp_path: Path, unset: dict[str, Any]
) -> None:
    source = ROUTE.format(read="route.authorizer_id")

    previewed = run_and_preview(tmp_path, source, Answers(**unset))

    queue = previewed.resources[1]
    assert queue.inputs == {"name": UNKNOWN, "tags": {"of": UNKNOWN}}
    assert previewed.exports == {"read": UNKNOWN}


def test_an_output_that_was_returned_is_known_even_an_empty_one(tmp_path: Path) -> None:
    source = ROUTE.format(read="route.authorizer_id")

    previewed = run_and_preview(tmp_path, source, Answers(authorizerId=""))

    assert previewed.resources[1].inputs == {"name": "", "tags": {"of": ""}}
    assert previewed.exports == {"read": ""}


def test_the_id_and_the_inputs_of_what_exists_are_known(tmp_path: Path) -> None:
    source = ROUTE.format(read="pulumi.Output.concat(route.id, route.route_key)")

    previewed = run_and_preview(tmp_path, source, Answers())

    assert previewed.exports == {"read": "route-id$default"}


def test_nothing_is_created_and_functions_of_the_provider_are_asked(tmp_path: Path) -> None:
    answers = Answers()
    source = "aws.sqs.Queue('q')\npulumi.export('p', aws.get_partition().partition)\n"

    previewed = run_and_preview(tmp_path, source, answers)

    assert answers.created == []
    assert previewed.exports == {"p": "aws-test"}


def test_what_would_be_created_has_its_inputs_only(tmp_path: Path) -> None:
    source = (
        "queue = aws.sqs.Queue('q', fifo_queue=True)\n"
        "pulumi.export('read', [queue.id, queue.arn, queue.fifo_queue])\n"
    )

    previewed = run_and_preview(tmp_path, "", Answers(arn="arn:q"), changed_to=source)

    assert previewed.exports == {"read": [UNKNOWN, UNKNOWN, True]}
    assert previewed.resources[0].outputs == {"fifoQueue": True}


def test_what_would_change_keeps_what_its_creation_computed(tmp_path: Path) -> None:
    source = (
        "queue = aws.sqs.Queue('q', {inputs})\n"
        "pulumi.export('read', [queue.id, queue.arn, queue.delay_seconds])\n"
    )

    previewed = run_and_preview(
        tmp_path,
        source.format(inputs="delay_seconds=1, fifo_queue=True"),
        Answers(arn="arn:q"),
        changed_to=source.format(inputs="delay_seconds=2"),
    )

    assert previewed.exports == {"read": ["q-id", "arn:q", 2]}
    assert "fifoQueue" not in previewed.resources[0].outputs


def test_a_secret_that_a_preview_cannot_know_is_unknown(tmp_path: Path) -> None:
    source = ROUTE.format(read="pulumi.Output.secret(route.authorizer_id)")

    previewed = run_and_preview(tmp_path, source, Answers())

    assert previewed.resources[1].inputs == {"name": UNKNOWN, "tags": {"of": UNKNOWN}}
