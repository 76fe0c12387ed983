"""The rules: pure functions over the resources that a program registers.

``findings(resources, production=…)`` says what does not hold. It reads no file, asks no cloud and
imports neither Pulumi nor this project.
"""

from .findings import Judgement, findings, judge, problems, unused
from .production import PRODUCTION_STAGES, is_production
from .registered import Registered
from .resource_types import TYPES
from .rule import Finding, Resource, Rule, Severity
from .ruleset import GROUPS, RULES
from .unknown import UNKNOWN, UnknownValueError
from .waivers import FILE, Waiver, WaiverError, waivers_of

__all__ = [
    "FILE",
    "GROUPS",
    "PRODUCTION_STAGES",
    "RULES",
    "TYPES",
    "UNKNOWN",
    "Finding",
    "Judgement",
    "Registered",
    "Resource",
    "Rule",
    "Severity",
    "UnknownValueError",
    "Waiver",
    "WaiverError",
    "findings",
    "is_production",
    "judge",
    "problems",
    "unused",
    "waivers_of",
]
