"""The process that functions' processes are forked from: it has loaded what every function loads.

To start Python and to load boto3 takes most of a second of a core for each function's process. A
fork of this process has both already. The emulator starts it by this file's path, so that a
function can import nothing of the project but its own archive.
"""

from __future__ import annotations

import functools
import importlib
import json
import os
import socket
import sys
from pathlib import Path

HERE = Path(__file__).parent
FORKS = str(HERE.parent / "forks")
BOOTSTRAP = "function_bootstrap"
LIBRARIES = (
    BOOTSTRAP, "botocore.session", "cryptography.hazmat.primitives.asymmetric.ec",
    "cryptography.hazmat.primitives.asymmetric.rsa", "encodings.idna", "simplejson",
    "urllib.request",
)  # fmt: skip
"""What functions import of their layer, of Lambda's own runtime and of Python."""
SERVICES = ("apigatewaymanagementapi", "dynamodb", "events", "sqs", "stepfunctions")
"""Whose models a function's first client would read: most of what that client takes."""


def load_libraries() -> None:
    """Load what functions load, and what botocore loads no sooner than for its first clients."""
    for name in LIBRARIES:
        importlib.import_module(name)
    import botocore.session
    from botocore.loaders import JSONFileLoader

    # A model's file is read once for all sessions, of the functions' processes, too.
    read = functools.cache(JSONFileLoader().load_file)
    JSONFileLoader.load_file = lambda _, path: read(path)
    session = botocore.session.get_session()
    session.set_credentials("nobody", "nobody")
    for service in SERVICES:
        session.create_client(service, "us-east-1", endpoint_url="http://127.0.0.1")


def forget_shadowed(task_root: str) -> None:
    """Forget each loaded library that the function's archive brings itself: its own comes first."""
    own = {Path(name).stem for name in os.listdir(task_root)} - sys.stdlib_module_names
    for name in [name for name in sys.modules if name.partition(".")[0] in own]:
        del sys.modules[name]


def main(control: socket.socket) -> None:
    """Fork until the emulator ends. In a function's process: be the function."""
    load_libraries()
    sys.path.append(FORKS)
    forks = importlib.import_module("parent")
    sys.path.remove(FORKS)
    start = forks.Parent(control).serve()
    if start is not None:
        modules, environment = json.loads(start.request)
        (output,) = start.files
        forks.take_over(environment, output, output)
        bootstrap = sys.modules[BOOTSTRAP]
        forget_shadowed(environment["LAMBDA_TASK_ROOT"])
        bootstrap.main(modules)


if __name__ == "__main__":
    main(socket.socket(fileno=int(sys.argv[1])))
