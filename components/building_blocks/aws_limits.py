"""Sizes that AWS refuses, refused here before: environments of functions, policies of roles."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pulumi

from components.building_blocks.args_errors import ArgsError
from components.building_blocks.args_fields import is_plain

MAX_ENVIRONMENT_BYTES = 4096
"""Lambda developer guide, "Lambda quotas": all environment variables together, names and values."""
MAX_ROLE_POLICY_CHARACTERS = 10_240
"""IAM user guide, "IAM and AWS STS quotas": all inline policies of a role, without white space."""
LONGEST_FUNCTION_ARN = len("arn:aws-us-gov:lambda:ap-southeast-1:123456789012:function:") + 64


def checked_environment(
    function: str, variables: Mapping[str, pulumi.Input[str]]
) -> dict[str, pulumi.Input[str]]:
    """The variables. Raises ``ArgsError``, as soon as enough of them is known, if they are too
    many.

    A preview does not know all values yet. It counts those that it knows.
    """

    def check(values: Mapping[str, Any], name: str) -> Any:
        known = {key: one for key, one in values.items() if isinstance(one, str)}
        _check_environment(function, known)
        return values[name]

    _check_environment(function, {k: v for k, v in variables.items() if isinstance(v, str)})
    first = next((key for key, value in variables.items() if is_plain(value)), None)
    if first is None or all(map(is_plain, variables.values())):
        return dict(variables)
    # A value that is known passes through the check, so that nothing is created before it.
    gate = pulumi.Output.all(**variables).apply(
        lambda values: check(values, first), run_with_unknowns=True
    )
    return {**variables, first: gate}


def _check_environment(function: str, variables: Mapping[str, str]) -> None:
    size = sum(len(f"{key}{value}".encode()) for key, value in variables.items())
    if size > MAX_ENVIRONMENT_BYTES:
        longest = max(variables, key=lambda key: len(variables[key]))
        raise ArgsError(
            function,
            "environment",
            f"has {size} bytes of variables, Lambda takes {MAX_ENVIRONMENT_BYTES}; shorten what "
            f"feeds {longest}, which has {len(variables[longest].encode())} ("
            "ALLOWED_ORIGINS holds allowed_origins)",
        )


def checked_policy(role: str, document: object) -> pulumi.Output[str]:
    """The document as JSON; ``ArgsError``, once its ARNs are known, if a role cannot hold it.

    An ARN that several outputs have stands in it once.
    """

    def check(text: str) -> str:
        found = json.loads(text)
        repeated = False
        for statement in found.get("Statement", []):
            arns = statement.get("Resource")
            if isinstance(arns, list) and len(set(arns)) < len(arns):
                statement["Resource"], repeated = [*dict.fromkeys(arns)], True
        text = json.dumps(found) if repeated else text
        size = len(json.dumps(found, separators=(",", ":")))
        _check_policy(role, size)
        return text

    return pulumi.Output.json_dumps(document).apply(check)


def check_invocations(role: str, function_arns: Sequence[pulumi.Input[str]], rest: int) -> None:
    """Raise ``ArgsError`` if a policy that names these functions may not fit.

    A preview does not know the ARNs of functions that do not exist yet: the longest is assumed.
    ``rest`` is how many characters the policy has besides.
    """
    known = {arn for arn in function_arns if isinstance(arn, str)}
    unknown = [arn for arn in function_arns if not isinstance(arn, str)]
    distinct = {id(arn) for arn in unknown}
    characters = sum(map(len, known)) + len(distinct) * LONGEST_FUNCTION_ARN
    _check_policy(role, rest + characters + len('"",') * (len(known) + len(distinct)))


def _check_policy(role: str, size: int) -> None:
    if size > MAX_ROLE_POLICY_CHARACTERS:
        raise ArgsError(
            role,
            "policy",
            f"may have {size} characters, IAM takes {MAX_ROLE_POLICY_CHARACTERS}; declare fewer "
            "steps, let steps share a function, or move some steps into a saga of their own. "
            "ARNs given as plain texts are counted as they are, others as long as they can be",
        )
