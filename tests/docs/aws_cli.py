"""The AWS CLI's commands, by the models of botocore that the CLI is made of."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import botocore.loaders
import botocore.model
from botocore import xform_name
from botocore.exceptions import UnknownServiceError

GLOBAL = {"--query", "--output", "--region"}
PAGES = {"--max-items", "--starting-token", "--page-size"}
"""Options that the CLI adds to operations that answer in pages."""
BLOBS = {"--cli-binary-format"}
S3_COPY = {"--delete", "--exclude", "--include", "--cache-control", "--content-type"}
"""Options of aws s3 sync and cp, from the AWS CLI's reference: they are no operations of S3's."""


@cache
def model(service: str) -> botocore.model.ServiceModel:
    name = {"s3api": "s3"}.get(service, service)
    described = botocore.loaders.Loader().load_service_model(name, "service-2")
    return botocore.model.ServiceModel(described)


@cache
def operation(service: str, command: str) -> botocore.model.OperationModel:
    known = model(service)
    (found,) = [one for one in known.operation_names if xform_name(one, "-") == command]
    return known.operation_model(found)


def wrong_command(words: Sequence[str], whole: bool) -> list[str]:
    """What is wrong with ``aws …``. A command that is not ``whole`` may leave options out."""
    service, command, *rest = words[1:]
    given = {one for one in rest if one.startswith("--")} - GLOBAL
    if service == "s3":
        return [] if command in ("sync", "cp") and given <= S3_COPY else [f"aws s3 {command}"]
    try:
        if command == "wait":
            waiters = botocore.loaders.Loader().load_service_model(service, "waiters-2")["waiters"]
            known = {xform_name(name, "-"): one["operation"] for name, one in waiters.items()}
            shape = operation(service, xform_name(known[rest[0]], "-")).input_shape
        else:
            shape = operation(service, command).input_shape
    except (UnknownServiceError, KeyError, ValueError):
        return [f"there is no aws {service} {' '.join([command, *rest[:1]])}"]
    members = {"--" + xform_name(one, "-"): one for one in (shape.members if shape else ())}
    unknown = given - members.keys() - PAGES - BLOBS
    required = {"--" + xform_name(one, "-") for one in (shape.required_members if shape else ())}
    return [
        *(f"no option {one}" for one in sorted(unknown)),
        *(f"lacks {one}" for one in sorted(required - given) if whole),
    ]
