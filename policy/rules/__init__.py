"""The rules: pure functions over the resources that a program registers.

``findings(resources, production=…)`` says what does not hold. It reads no file, asks no cloud and
imports neither Pulumi nor this project.
"""

from .findings import findings
from .production import PRODUCTION_STAGES, is_production
from .registered import TYPES, Registered
from .rule import Finding, Resource, Rule, Severity
from .ruleset import RULES
from .unknown import UNKNOWN, UnknownValueError
from .waivers import Waiver, WaiverError, waivers_of

__all__ = [
    "PRODUCTION_STAGES",
    "RULES",
    "TYPES",
    "UNKNOWN",
    "Finding",
    "Registered",
    "Resource",
    "Rule",
    "Severity",
    "UnknownValueError",
    "Waiver",
    "WaiverError",
    "findings",
    "is_production",
    "waivers_of",
]
