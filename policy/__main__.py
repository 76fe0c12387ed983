"""The rules as a policy pack of Pulumi: ``pulumi preview --policy-pack policy``."""

import os
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pulumi_policy
from pulumi_policy import policy as sdk
from pulumi_policy.proxy import UnknownValueError

# Pulumi runs a folder of whatever name, with its modules on the path. Here they are a package.
package = ModuleType("policy")
package.__path__ = [str(Path(__file__).resolve().parent)]
sys.modules["policy"] = package

from policy.pack import Judge, Policy, policies  # noqa: E402
from policy.rules import RULES  # noqa: E402

judge = Judge(RULES, UnknownValueError)
deserialized = sdk.deserialize_properties


def noted(properties: dict[str, Any], *options: bool) -> Any:
    """The SDK's plain values. Which of them are secret can be seen before, and only here."""
    judge.secrets.note(properties)
    return deserialized(properties, *options)


sdk.deserialize_properties = noted


def of_pulumi(one: Policy) -> Any:
    """A policy in Pulumi's own class."""
    resource, stack = pulumi_policy.ResourceValidationPolicy, pulumi_policy.StackValidationPolicy
    return (resource if one.alone else stack)(
        name=one.id,
        description=one.description,
        validate=one.validate,
        enforcement_level=pulumi_policy.EnforcementLevel(one.level),
        remediation_steps=one.remedy,
        config_schema=pulumi_policy.PolicyConfigSchema(one.config) if one.config else None,
    )


everything = policies(judge, os.environ.get("PWD"))
pulumi_policy.PolicyPack("realtime-checkout", [of_pulumi(one) for one in everything])
