"""The pack's inside, without Pulumi's SDK: what each policy says of what the engine shows it."""

from .judge import Judge
from .policies import Policy, policies

__all__ = ["Judge", "Policy", "policies"]
