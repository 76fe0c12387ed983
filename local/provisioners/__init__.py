"""Creates each resource of the program with boto3: one module per AWS service.

Every module of this folder is imported, so that its creators are registered.
"""

from importlib import import_module
from pkgutil import iter_modules

from local.provisioners.inputs import UnhandledPropertyError
from local.provisioners.lookups import UnknownLookupError
from local.provisioners.planner import Planner
from local.provisioners.provisioner import AwsProvisioner
from local.provisioners.registry import FunctionRecord, UnknownResourceTypeError

__all__ = [
    "AwsProvisioner",
    "FunctionRecord",
    "Planner",
    "UnhandledPropertyError",
    "UnknownLookupError",
    "UnknownResourceTypeError",
]

for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")
