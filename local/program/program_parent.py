"""The process that programs' processes are forked from: it has loaded Pulumi's SDK."""

from __future__ import annotations

import json
import os
import socket
import sys
from importlib import import_module
from multiprocessing.connection import Connection

from local.forks.parent import Parent, take_over
from local.program import child

USED = ("apigateway", "apigatewayv2", "cloudwatch", "cognito", "dynamodb", "iam", "lambda_", "sfn",
        "sqs")  # fmt: skip
"""The provider's modules that most programs use. It loads others when a program names them."""


def load_libraries() -> None:
    """Load what a program loads. The provider loads a module when something in it is asked for."""
    for name in USED:
        dir(import_module(f"pulumi_aws.{name}"))


def main(control: socket.socket) -> None:
    """Fork until nobody can ask any more. In a program's process: run the program when asked."""
    load_libraries()
    start = Parent(control, own_groups=True).serve()
    if start is None:
        os._exit(0)  # nothing is left to do, and the interpreter's own end takes long
    project_dir, encoding, environment = json.loads(start.request)
    connection, output, errors = start.files
    take_over(environment, output, errors)
    os.chdir(project_dir)
    sys.path[0] = project_dir
    # New ones: those of the parent have taken its output for a file, and this may be a pipe.
    sys.stdout = open(1, "w", encoding=encoding, errors="replace", closefd=False)  # noqa: SIM115 - until the end
    sys.stderr = open(2, "w", 1, encoding=encoding, errors="backslashreplace", closefd=False)  # noqa: SIM115
    child.main(Connection(connection))


if __name__ == "__main__":
    main(socket.socket(fileno=int(sys.argv[1])))
