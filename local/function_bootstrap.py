"""Runs one function on AWS's Lambda runtime client; started by the emulator.

The function's code is not ours to change for a local run, so the one address that it builds by
AWS's naming alone, the user pool's keys, is redirected here to the emulator.
"""

from __future__ import annotations

import os
import re
import sys
import urllib.request
from typing import Any

COGNITO = re.compile(r"https://cognito-idp\.[a-z0-9-]+\.amazonaws\.com")


class EmulatedCognito(urllib.request.BaseHandler):
    """Sends requests for Cognito's public addresses to the emulator."""

    def __init__(self, endpoint_url: str) -> None:
        self._endpoint_url = endpoint_url

    def https_open(self, request: urllib.request.Request) -> Any:
        here, replaced = COGNITO.subn(self._endpoint_url, request.full_url)
        if not replaced:
            return None  # somebody else's address: the next handler's business
        return self.parent.open(urllib.request.Request(here, headers=dict(request.headers)))


def main() -> None:
    """Serve invocations until the emulator ends this process."""
    endpoint_url = os.environ["AWS_ENDPOINT_URL"]
    # Before the default HTTPS handler, which would leave this machine.
    handler = EmulatedCognito(endpoint_url)
    handler.handler_order = 100
    urllib.request.install_opener(urllib.request.build_opener(handler))
    task_root = os.environ["LAMBDA_TASK_ROOT"]
    os.chdir(task_root)
    sys.path[0] = task_root
    os.environ.setdefault("AWS_LAMBDA_LOG_GROUP_NAME", "local")

    from awslambdaric.__main__ import main as serve

    serve(["awslambdaric", os.environ["_HANDLER"]])


if __name__ == "__main__":
    main()
