"""No resource type and no property is ever dropped in silence."""

from __future__ import annotations

from pathlib import Path

import pytest

from local.provisioners import AwsProvisioner, UnhandledPropertyError, UnknownResourceTypeError
from local.provisioners.registry import Inputs


def test_an_unknown_type_names_the_type_and_the_file_to_add_it_in(tmp_path: Path) -> None:
    provisioner = AwsProvisioner("http://127.0.0.1:9", "us-east-1", tmp_path)

    with pytest.raises(UnknownResourceTypeError) as caught:
        provisioner.create("aws:kinesis/stream:Stream", "events", {})

    assert "aws:kinesis/stream:Stream" in str(caught.value)
    assert "local/provisioners/kinesis.py" in str(caught.value)


def test_an_unknown_function_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(KeyError, match="cannot answer aws:ec2/getVpc:getVpc"):
        AwsProvisioner("http://127.0.0.1:9", "us-east-1", tmp_path).invoke(
            "aws:ec2/getVpc:getVpc", {}
        )


def test_a_property_that_nobody_took_is_an_error_that_names_it() -> None:
    inputs = Inputs("aws:sqs/queue:Queue", "jobs", {"name": "jobs", "fifoQueue": True})
    inputs.take("name")

    with pytest.raises(UnhandledPropertyError, match="'jobs' sets fifoQueue"):
        inputs.finish()


def test_physical_names_are_the_logical_ones_with_seven_random_digits() -> None:
    first, second = (Inputs("t", "jobs", {}).physical_name() for _ in range(2))

    assert first.startswith("jobs-")
    assert len(first) == len("jobs-") + 7
    assert first != second


def test_a_given_name_or_prefix_is_kept() -> None:
    assert Inputs("t", "jobs", {"name": "exact"}).physical_name() == "exact"
    assert Inputs("t", "jobs", {"namePrefix": "/aws/x-"}).physical_name().startswith("/aws/x-")
