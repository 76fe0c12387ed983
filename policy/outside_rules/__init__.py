"""The public rule lists of others, read for the types that the program registers.

Each of their rules became one of ours, or has a line that says why not. ``docs/policies.md`` shows
the table. Nothing here runs: the rules stand in ``policy/rules``.
"""

from .cdk_nag import CDK_NAG, READ_CDK_NAG
from .checkov import CHECKOV, READ_CHECKOV
from .outside_rule import OutsideRule, ReadList
from .types_read import TYPES_READ

__all__ = [
    "CDK_NAG",
    "CHECKOV",
    "READ_CDK_NAG",
    "READ_CHECKOV",
    "TYPES_READ",
    "OutsideRule",
    "ReadList",
]
