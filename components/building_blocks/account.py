"""Where a stage is deployed: the account, the Region and the partition, asked in one place."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws


def account_id(parent: pulumi.Resource) -> pulumi.Output[str]:
    """The id of the account that the parent's provider deploys into."""
    opts = pulumi.InvokeOutputOptions(parent=parent)
    return aws.get_caller_identity_output(opts=opts).account_id


def partition(parent: pulumi.Resource) -> pulumi.Output[str]:
    """The partition of that account, such as ``aws``."""
    return aws.get_partition_output(opts=pulumi.InvokeOutputOptions(parent=parent)).partition


def region(parent: pulumi.Resource) -> pulumi.Output[str]:
    """The Region that the parent's provider deploys into, such as ``us-east-1``."""
    return aws.get_region_output(opts=pulumi.InvokeOutputOptions(parent=parent)).region


def state_machines(parent: pulumi.Resource) -> pulumi.Output[str]:
    """The ARN pattern of all state machines of that account and Region.

    A role exists before its state machine, whose name Pulumi chooses: the pattern names no machine.
    """
    return pulumi.Output.format(
        "arn:{}:states:{}:{}:stateMachine:*", partition(parent), region(parent), account_id(parent)
    )
