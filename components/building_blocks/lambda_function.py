"""One Python function with its own role and log group: the unit every component is built of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pulumi
import pulumi_aws as aws

from components.building_blocks import iam
from components.building_blocks.account import account_id
from components.building_blocks.aws_limits import checked_environment, checked_policy
from components.building_blocks.code_archive import family_archive
from components.building_blocks.common_args import FunctionSettings
from components.building_blocks.dependency_layer import ARCHITECTURE, RUNTIME


class PythonFunction(pulumi.ComponentResource):
    """Role, log group and function for ``functions.<family>.<module>.handler``."""

    arn: pulumi.Output[str]
    """The function's ARN."""
    invoke_arn: pulumi.Output[str]
    """The ARN form that API Gateway integrations and authorizers take."""
    function_name: pulumi.Output[str]
    """The physical name that Pulumi chose."""

    def __init__(
        self,
        name: str,
        *,
        family: str,
        module: str,
        settings: FunctionSettings,
        layer_arn: pulumi.Input[str],
        environment: Mapping[str, pulumi.Input[str]],
        statements: Sequence[iam.Statement],
        timeout_seconds: int,
        memory_mib: int,
        reserved_concurrency: int = 0,
        parent: pulumi.Resource,
    ) -> None:
        super().__init__(
            "realtime:index:PythonFunction", name, None, pulumi.ResourceOptions(parent=parent)
        )
        log_group = aws.cloudwatch.LogGroup(
            f"{name}-logs",
            retention_in_days=settings.log_retention_days,
            opts=pulumi.ResourceOptions(parent=self),
        )
        tracing = [iam.send_traces()] if settings.xray_tracing else []
        role, policy = _role(name, log_group, [*statements, *tracing], parent=self)
        function = aws.lambda_.Function(
            f"{name}-function",
            description="",
            role=role.arn,
            runtime=RUNTIME,
            architectures=[ARCHITECTURE],
            handler=f"functions.{family}.{module}.handler",
            code=family_archive(family),
            layers=[layer_arn],
            timeout=timeout_seconds,
            memory_size=memory_mib,
            # Lambda would take 0 as "never run it".
            reserved_concurrent_executions=reserved_concurrency or None,
            # Off is sent too: the provider takes a block that is left out for no change.
            tracing_config={"mode": "Active" if settings.xray_tracing else "PassThrough"},
            logging_config={
                "log_format": "JSON",
                "log_group": log_group.name,
                # In this format Lambda itself drops what is less severe.
                "application_log_level": settings.log_level,
                # At WARN, Lambda writes of an invocation that failed or timed out, and not the two
                # lines of each that succeeded. Its time is in Lambda's metrics. The memory that it
                # used and the time of a cold start are not: DEBUG shows them (docs/runbook.md).
                "system_log_level": "INFO" if settings.log_level == "DEBUG" else "WARN",
            },
            environment={
                "variables": checked_environment(
                    name, {**environment, **_powertools(family, settings)}
                )
            },
            # Without the policy the first invocation could not write its log.
            opts=pulumi.ResourceOptions(parent=self, depends_on=[policy]),
        )
        self.arn = function.arn
        self.invoke_arn = function.invoke_arn
        self.function_name = function.name
        self.register_outputs({"arn": self.arn})


def _role(
    name: str,
    log_group: aws.cloudwatch.LogGroup,
    statements: Sequence[iam.Statement],
    *,
    parent: pulumi.Resource,
) -> tuple[aws.iam.Role, aws.iam.RolePolicy]:
    role = aws.iam.Role(
        f"{name}-role",
        assume_role_policy=pulumi.Output.json_dumps(iam.assumed_by_functions(account_id(parent))),
        opts=pulumi.ResourceOptions(parent=parent),
    )
    logs = iam.write_logs(pulumi.Output.concat(log_group.arn, ":*"))
    policy = aws.iam.RolePolicy(
        f"{name}-policy",
        role=role.name,
        policy=checked_policy(name, iam.document(logs, *statements)),
        opts=pulumi.ResourceOptions(parent=parent),
    )
    return role, policy


def _powertools(family: str, settings: FunctionSettings) -> dict[str, str]:
    return {
        "POWERTOOLS_SERVICE_NAME": family,
        "POWERTOOLS_METRICS_NAMESPACE": settings.metrics_namespace,
        "POWERTOOLS_LOG_LEVEL": settings.log_level,
    }
