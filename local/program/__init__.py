"""Runs an unmodified Pulumi program against an in-process monitor."""

from local.program.monitor import ResourceHandler
from local.program.records import ProgramError, ProgramResult, RegisteredResource
from local.program.runner import run_program
from local.program.settings import stage_config

__all__ = [
    "ProgramError",
    "ProgramResult",
    "RegisteredResource",
    "ResourceHandler",
    "run_program",
    "stage_config",
]
