"""Runs one function on AWS's Lambda runtime client; started by the emulator.

A function builds the address of the user pool's keys by AWS's naming. The function's code must not
change for a local run, so the bootstrap redirects that address to the emulator.
"""

from __future__ import annotations

import os
import re
import sys
import urllib.request
from collections.abc import Sequence
from typing import Any

COGNITO = re.compile(r"https://cognito-idp\.[a-z0-9-]+\.amazonaws\.com")


def redirect_cognito(endpoint_url: str) -> None:
    """Send requests for Cognito's public addresses to the emulator instead.

    The class of all openers is patched, because the function builds its own opener and handlers.
    """
    original = urllib.request.OpenerDirector.open

    def open_here(opener: Any, request: Any, *args: Any, **options: Any) -> Any:
        asked = request.full_url if isinstance(request, urllib.request.Request) else str(request)
        here, replaced = COGNITO.subn(endpoint_url, asked)
        if replaced:
            headers = dict(getattr(request, "headers", {}))
            request = urllib.request.Request(here, headers=headers)
        return original(opener, request, *args, **options)

    opener_class: Any = urllib.request.OpenerDirector  # its method is replaced
    opener_class.open = open_here


def main(modules: Sequence[str]) -> None:
    """Serve invocations until the emulator ends this process.

    ``modules`` are folders of the layer's modules.
    """
    redirect_cognito(os.environ["AWS_ENDPOINT_URL"])
    task_root = os.environ["LAMBDA_TASK_ROOT"]
    os.chdir(task_root)
    sys.path[:1] = [task_root, *modules]
    os.environ.setdefault("AWS_LAMBDA_LOG_GROUP_NAME", "local")

    from awslambdaric.__main__ import main as serve

    serve(["awslambdaric", os.environ["_HANDLER"]])


if __name__ == "__main__":
    main(sys.argv[1:])
