"""Who else may invoke a function or read a layer: services for a named account, nobody unnamed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .registered import Registered
from .rule import Resource, Rule, Severity

SERVICE = re.compile(r"\.amazonaws\.com(?:\.cn)?$")
ACCOUNT_PART = 4


def _without_source(permission: Resource, _: Registered) -> Iterator[str]:
    inputs = permission.inputs
    principal = str(inputs.get("principal"))
    if not SERVICE.search(principal) or inputs.get("sourceAccount"):
        return
    parts = str(inputs.get("sourceArn", "")).split(":")
    account = parts[ACCOUNT_PART] if len(parts) > ACCOUNT_PART else "*"
    if not account:
        yield f"the ARN {':'.join(parts)} names no account, and its name may come to another one"
    elif "*" in account:
        yield f"{principal} may invoke the function on behalf of every account"


def _open_to_all(permission: Resource, _: Registered) -> Iterator[str]:
    inputs = permission.inputs
    if inputs.get("principal") == "*" and not inputs.get("principalOrgId"):
        yield f"everybody may do {inputs.get('action')} on the function"


def _open_url(url: Resource, _: Registered) -> Iterator[str]:
    if url.inputs.get("authorizationType") != "AWS_IAM":
        yield "anybody who knows the URL may invoke the function, past API Gateway and its limits"


def _open_layer(permission: Resource, _: Registered) -> Iterator[str]:
    if permission.inputs.get("principal") == "*" and not permission.inputs.get("organizationId"):
        yield "every AWS account may read the layer"


RULES = (
    Rule(
        id="permission-names-source",
        severity=Severity.MANDATORY,
        holds="A service may invoke a function for a named account. A bucket's ARN names none.",
        remedy="set source_account, or a source_arn with the account in it",
        kinds=("Permission",),
        check=_without_source,
        source="Lambda developer guide, Granting AWS services access; AWS Security Hub, Lambda.1",
    ),
    Rule(
        id="function-not-public",
        severity=Severity.MANDATORY,
        holds="No permission opens a function to everybody.",
        remedy="name the principal, or the organization by principal_org_id",
        kinds=("Permission",),
        check=_open_to_all,
        source="AWS Security Hub, Lambda.1",
    ),
    Rule(
        id="function-url-authorized",
        severity=Severity.MANDATORY,
        holds="A function has no public URL.",
        remedy="set authorization_type to AWS_IAM, or use a route of the API",
        kinds=("FunctionUrl",),
        check=_open_url,
        source="Lambda developer guide, Function URLs: access control",
    ),
    Rule(
        id="layer-not-public",
        severity=Severity.MANDATORY,
        holds="No permission opens a layer to every account.",
        remedy="name the account, or the organization by organization_id",
        kinds=("LayerPermission",),
        check=_open_layer,
        source="Lambda developer guide, Layers: sharing",
    ),
)
