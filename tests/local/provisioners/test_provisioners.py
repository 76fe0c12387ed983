"""No resource type and no lookup is ever ignored, and a new file is enough to teach one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from local.provisioners import AwsProvisioner, UnknownLookupError, UnknownResourceTypeError
from tests.support.repository import REPO_ROOT


def test_an_unknown_type_names_the_type_and_the_file_to_add_it_in(tmp_path: Path) -> None:
    provisioner = AwsProvisioner("http://127.0.0.1:9", "us-east-1", tmp_path)

    with pytest.raises(UnknownResourceTypeError) as caught:
        provisioner.create("aws:kinesis/stream:Stream", "events", {})

    assert "aws:kinesis/stream:Stream" in str(caught.value)
    assert "local/provisioners/kinesis.py" in str(caught.value)


@pytest.mark.parametrize(
    ("resource_type", "file"),
    [
        ("aws:lambda/alias:Alias", "lambda_.py"),
        ("aws:cloudwatch/compositeAlarm:CompositeAlarm", "cloudwatch.py"),
    ],
)
def test_an_unknown_type_of_a_known_service_names_the_file_of_the_service(
    tmp_path: Path, resource_type: str, file: str
) -> None:
    provisioner = AwsProvisioner("http://127.0.0.1:9", "us-east-1", tmp_path)

    with pytest.raises(UnknownResourceTypeError, match=f"in local/provisioners/{file}"):
        provisioner.create(resource_type, "x", {})


PLANTED = """
from local.program import Created
from local.provisioners.registry import creates


@creates("aws:kinesis/stream:Stream")
def stream(clients, inputs):
    return Created(inputs.physical_name())
"""


def test_a_file_in_the_folder_is_all_that_a_new_type_needs(tmp_path: Path) -> None:
    for room in ("local", "operations"):
        shutil.copytree(REPO_ROOT / room, tmp_path / room)
    (tmp_path / "local" / "provisioners" / "kinesis.py").write_text(PLANTED)
    source = (
        "from pathlib import Path\n"
        "from local.provisioners import AwsProvisioner\n"
        "provisioner = AwsProvisioner('http://127.0.0.1:9', 'us-east-1', Path())\n"
        "print(provisioner.create('aws:kinesis/stream:Stream', 'events', {'name': 'mine'}).id)\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", source],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.stdout == "mine\n", done.stderr


def test_an_unknown_function_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UnknownLookupError, match=r"^the local stage cannot answer aws:ec2/getVpc"):
        AwsProvisioner("http://127.0.0.1:9", "us-east-1", tmp_path).invoke(
            "aws:ec2/getVpc:getVpc", {}
        )
