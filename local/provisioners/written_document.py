"""``aws.iam.get_policy_document``: the provider's function that writes a policy as JSON.

It asks nobody, so its answer here is the provider's.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

TOKEN = "aws:iam/getPolicyDocument:getPolicyDocument"
VERSION = "2012-10-17"
FIELDS = {
    "actions": "Action", "notActions": "NotAction",
    "resources": "Resource", "notResources": "NotResource",
}  # fmt: skip
PRINCIPALS = {"principals": "Principal", "notPrincipals": "NotPrincipal"}


def written_document(args: Mapping[str, Any]) -> dict[str, Any]:
    """The function's outputs: the document as ``json``, and as ``minifiedJson``.

    Statements of source documents come first. One of an override document with the ``Sid`` of an
    earlier statement takes its place.
    """
    statements = _statements_of(args.get("sourcePolicyDocuments") or [])
    statements += [_statement(one) for one in args.get("statements") or []]
    for override in _statements_of(args.get("overridePolicyDocuments") or []):
        same = [one for one in statements if one.get("Sid") == override.get("Sid", object())]
        statements = [one for one in statements if one not in same] + [override]
    document = {"Version": args.get("version") or VERSION, "Statement": statements}
    if args.get("policyId"):
        document["Id"] = args["policyId"]
    text = json.dumps(document, separators=(",", ":"))
    return {**args, "id": "policy", "json": json.dumps(document, indent=2), "minifiedJson": text}


def _statements_of(documents: Sequence[str]) -> list[dict[str, Any]]:
    inside = [json.loads(one).get("Statement", []) for one in documents]
    return [one for some in inside for one in (some if isinstance(some, list) else [some])]


def _statement(given: Mapping[str, Any]) -> dict[str, Any]:
    written: dict[str, Any] = {"Effect": given.get("effect") or "Allow"}
    if given.get("sid"):
        written["Sid"] = given["sid"]
    written |= {FIELDS[key]: _one_or_list(given[key]) for key in FIELDS if given.get(key)}
    written |= {PRINCIPALS[key]: _who(given[key]) for key in PRINCIPALS if given.get(key)}
    for condition in given.get("conditions") or []:
        keys = written.setdefault("Condition", {}).setdefault(condition["test"], {})
        keys[condition["variable"]] = _one_or_list(condition["values"])
    return written


def _who(principals: Sequence[Mapping[str, Any]]) -> Any:
    """``*`` of the type ``*`` is everybody, anonymous callers too."""
    if any(one["type"] == "*" for one in principals):
        return "*"
    return {one["type"]: _one_or_list(one["identifiers"]) for one in principals}


def _one_or_list(values: Sequence[str]) -> Any:
    return values[0] if len(values) == 1 else [*values]
