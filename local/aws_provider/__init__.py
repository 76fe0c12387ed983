"""What the AWS provider refuses, and what it replaces: known without a CLI and without AWS.

Pulumi's provider is a bridge to Terraform's. Its rules stand in Go, one file for each resource
type; ``tables`` names them for the types that the program uses.
"""

from __future__ import annotations

from local.aws_provider.canonical import canonical
from local.aws_provider.changes import Cause, Change, Kind, changes
from local.aws_provider.earlier_urns import Registration, earlier_urns
from local.aws_provider.holders import holds_data, short_type
from local.aws_provider.recorded_program import (
    SECRET,
    RecordedProgram,
    RecordedResource,
    UnreadableRecordError,
    name_of,
)
from local.aws_provider.renaming import renamed, renames
from local.aws_provider.replacing import is_regional, replaced_by
from local.aws_provider.rules import ALL, ResourceRules
from local.aws_provider.tables import BY_TYPE, UnknownTypeError, rules_of
from local.aws_provider.violations import violations

__all__ = [
    "ALL",
    "BY_TYPE",
    "SECRET",
    "Cause",
    "Change",
    "Kind",
    "RecordedProgram",
    "RecordedResource",
    "Registration",
    "ResourceRules",
    "UnknownTypeError",
    "UnreadableRecordError",
    "canonical",
    "changes",
    "earlier_urns",
    "holds_data",
    "is_regional",
    "name_of",
    "renamed",
    "renames",
    "replaced_by",
    "rules_of",
    "short_type",
    "violations",
]
