"""What AWS would refuse for its size is refused before: by Args, a preview, a deployment."""

from __future__ import annotations

import json
from typing import Any

import pulumi
import pytest

from components import RealtimeNotifier, Saga
from components.building_blocks.aws_limits import checked_environment, checked_policy
from tests.components.test_bad_settings import GOOD_NOTIFIER, GOOD_SAGA, changed
from tests.support.recorded_program import DEV_CONFIG, Recording, record, record_stage

MANY = [f"https://shop-{number}.of-a-large-company.com" for number in range(110)]


def test_a_stage_with_110_origins_creates_nothing_and_says_what_to_do() -> None:
    config = {**DEV_CONFIG, "realtime-checkout:allowedOrigins": json.dumps(MANY)}
    recording = Recording()

    with pytest.raises(
        pulumi.RunError, match=r"holds 110 origins with 4\d\d\d .* at fewer origins"
    ):
        record_stage(config, recording)

    assert recording.resources == []


def test_origins_that_are_known_later_are_refused_before_the_function_exists() -> None:
    recording = Recording()
    args: Any = {**GOOD_NOTIFIER, "allowed_origins": pulumi.Output.from_input(MANY)}

    with pytest.raises(pulumi.RunError, match="at most 2800 fit into a function's environment"):
        record(lambda: RealtimeNotifier("n", args) and None, recording=recording)

    made = {resource.name for resource in recording.resources}
    assert "n-authorize-connection-function" not in made


def test_a_preview_counts_what_it_knows_and_keeps_the_rest_unknown() -> None:
    unknown: Any = pulumi.output.UNKNOWN

    def program(size: int) -> pulumi.Output[Any]:
        later = pulumi.Output.all(unknown, "x").apply(lambda known: known[0])
        variables: dict[str, pulumi.Input[str]] = {
            "FAMILY": "checkout",
            "TABLE": later,
            "ORIGINS": pulumi.Output.from_input("o" * size),
        }
        return pulumi.Output.from_input(checked_environment("f", variables)["FAMILY"])

    seen: list[Any] = []
    record(lambda: program(100).apply(seen.append))
    assert seen == ["checkout"]
    with pytest.raises(ValueError, match="f: environment has"):
        record(lambda: program(5000))


def steps(count: int, arn: str) -> list[dict[str, Any]]:
    return [
        {"name": f"step_{number}", "function_arn": arn.format(2 * number),
         "compensation_name": f"undo_{number}", "compensation_arn": arn.format(2 * number + 1)}
        for number in range(count)
    ]  # fmt: skip


ARN = (
    "arn:aws:lambda:us-east-1:123456789012:"
    "function:team-returns-step-with-a-long-name-number-{}-1234567"
)


@pytest.mark.parametrize("known", [True, False])
def test_a_saga_of_50_steps_creates_nothing_and_says_what_to_do(known: bool) -> None:
    def program() -> None:
        declared = steps(50, ARN)
        if not known:  # as in the first preview of a program that makes the functions too
            for step in declared:
                for field in ("function_arn", "compensation_arn"):
                    step[field] = pulumi.Output.from_input(step[field])
        Saga("s", changed(GOOD_SAGA, {"steps": declared}))

    recording = Recording()
    with pytest.raises(ValueError, match="IAM takes 10240; declare fewer steps, let steps share"):
        record(program, recording=recording)
    assert recording.resources == []


def test_steps_that_share_functions_fit_whatever_their_number() -> None:
    shared = [{**one, "function_arn": ARN.format(0), "compensation_arn": ARN.format(1)}
              for one in steps(50, ARN)]  # fmt: skip

    made = record(lambda: Saga("s", changed(GOOD_SAGA, {"steps": shared})) and None)

    policy = json.loads(made.named("s-policy").inputs["policy"])
    assert policy["Statement"][0]["Resource"] == [ARN.format(0), ARN.format(1), "arn:o", "arn:p"]


def test_a_policy_names_a_function_once_that_several_outputs_have() -> None:
    """A program in another language has an output of its own for each step."""
    declared = steps(2, ARN)
    for step in declared:
        step["function_arn"] = pulumi.Output.from_input(ARN.format(0))
        step["compensation_arn"] = pulumi.Output.from_input(ARN.format(1))

    made = record(lambda: Saga("s", changed(GOOD_SAGA, {"steps": declared})) and None)

    policy = json.loads(made.named("s-policy").inputs["policy"])
    assert policy["Statement"][0]["Resource"] == [ARN.format(0), ARN.format(1), "arn:o", "arn:p"]


def test_a_policy_is_measured_as_iam_measures_it() -> None:
    fits = {"a": "x" * (10_240 - len('{"a":""}'))}

    record(lambda: checked_policy("r", fits))
    with pytest.raises(ValueError, match="r: policy may have 10241 characters"):
        record(lambda: checked_policy("r", {"a": fits["a"] + "x"}))
