"""What holds data, also of types that the provider's rules are not written down for."""

from __future__ import annotations

import pytest

from local.aws_provider import BY_TYPE, Kind, RecordedProgram, RecordedResource, changes, holds_data
from local.aws_provider.holders import HOLDERS, NONE_OF_THEM, short_type


@pytest.mark.parametrize(
    ("resource_type", "holds"),
    [
        ("aws:rds/instance:Instance", True),
        ("aws:s3/bucket:Bucket", True),
        ("aws:efs/fileSystem:FileSystem", True),
        ("aws:secretsmanager/secret:Secret", True),
        ("aws:dynamodb/table:Table", True),
        ("aws:s3/bucketPolicy:BucketPolicy", False),
        ("aws:ec2/natGateway:NatGateway", False),
        ("aws:iam/role:Role", False),
        ("aws:lb/loadBalancer:LoadBalancer", False),
        ("random:index/id:RandomId", False),
        ("aws:braket/quantumTask:QuantumTask", None),
        ("mongodbatlas:index/cluster:Cluster", None),
    ],
)
def test_a_type_holds_data_or_not_or_nobody_knows(resource_type: str, holds: bool | None) -> None:
    assert holds_data(resource_type) is holds


@pytest.mark.parametrize("resource_type", sorted(BY_TYPE))
def test_of_a_type_in_the_tables_the_tables_decide(resource_type: str) -> None:
    assert holds_data(resource_type) is BY_TYPE[resource_type].keeps_data
    assert short_type(resource_type) not in HOLDERS


def test_no_service_is_said_to_hold_nothing_of_which_a_type_holds_data() -> None:
    assert not {one.partition(".")[0] for one in HOLDERS} & NONE_OF_THEM


def test_a_removed_holder_loses_its_data() -> None:
    kind = "aws:rds/instance:Instance"
    before = RecordedProgram({"urn:pulumi:dev::shop::db": RecordedResource(kind, {})})

    (found,) = changes(before, RecordedProgram({}))
    assert (found.kind, found.loses_data) == (Kind.DELETE, True)
