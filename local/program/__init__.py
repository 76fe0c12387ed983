"""Runs an unmodified Pulumi program against an in-process monitor."""

from local.program.naming import BY_DEFAULT, Naming
from local.program.options import Options
from local.program.records import (
    Created,
    ProgramError,
    ProgramResult,
    RegisteredResource,
    ResourceHandler,
)
from local.program.runner import Program, run_program
from local.program.secret_values import STAND_IN
from local.program.settings import StageConfig, project_name, stage_config
from local.program.wire import UNKNOWN

__all__ = [
    "BY_DEFAULT",
    "STAND_IN",
    "UNKNOWN",
    "Created",
    "Naming",
    "Options",
    "Program",
    "ProgramError",
    "ProgramResult",
    "RegisteredResource",
    "ResourceHandler",
    "StageConfig",
    "project_name",
    "run_program",
    "stage_config",
]
