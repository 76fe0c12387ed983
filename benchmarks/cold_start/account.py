"""An AWS account and an issuer on loopback, for functions in fresh interpreters. Run as a module.

A process of its own, because the fuzz suite's account replaces AWS for good where it runs. It
prints where it listens and each function's event, and ends with its input.
"""

from __future__ import annotations

import json
import sys
import tempfile
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from tests.fuzz import issuer
from tests.fuzz.aws import ENVIRONMENT
from tests.fuzz.doors import DOORS
from tests.fuzz.handlers import World, world
from tests.support.https_server import https_server

SERVICES = {
    "DynamoDB_20120810": "dynamodb", "AWSStepFunctions": "stepfunctions", "AWSEvents": "events",
    "AmazonSQS": "sqs",
}  # fmt: skip
"""First part of the header X-Amz-Target -> botocore's name of the service."""
CONNECTION_CALLS = {"POST": "PostToConnection", "GET": "GetConnection",
                    "DELETE": "DeleteConnection"}  # fmt: skip


def asked_in(method: str, target: str) -> tuple[str, str]:
    """Service and operation of a request."""
    if not target:
        return "apigatewaymanagementapi", CONNECTION_CALLS[method]
    prefix, operation = target.split(".")
    return SERVICES[prefix], operation


def answer_to(here: World, service: str, operation: str, path: str, body: bytes) -> Any:
    """Status and body of the account's answer."""
    model = SimpleNamespace(name=operation, service_model=SimpleNamespace(service_name=service))
    http, parsed = here.aws._before_call(model, {"body": body, "url_path": path})
    error = parsed.get("Error")
    told = {"__type": error["Code"], "message": error["Message"]} if error else parsed
    return http.status_code, json.dumps(told).encode()


def aws_server(here: World) -> ThreadingHTTPServer:
    """Serves the account. A POST to /restore undoes what was written."""
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            with lock:
                status, answer = 200, b"{}"
                if self.path == "/restore":
                    here.aws.restore()
                else:
                    target = self.headers.get("X-Amz-Target", "")
                    service, operation = asked_in(self.command, target)
                    status, answer = answer_to(here, service, operation, self.path, body)
            self.send_response(status)
            self.send_header("Content-Type", "application/x-amz-json-1.0")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        do_GET = do_DELETE = do_POST

        def log_message(self, *arguments: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    return server


def serve_key_set(request: BaseHTTPRequestHandler) -> None:
    """The issuer's keys, whatever is asked for."""
    body = issuer.key_set().encode()
    request.send_response(200)
    request.send_header("Content-Length", str(len(body)))
    request.end_headers()
    request.wfile.write(body)


def events(connection: str) -> dict[str, Any]:
    """The first valid event of each function, by its module."""
    found: dict[str, Any] = {}
    for door in DOORS:
        event = json.loads(json.dumps(door.render(door.examples[0]())))
        context = event.get("requestContext", {})
        if context.get("connectionId"):
            context["connectionId"] = connection
        found.setdefault(f"functions.{door.module}", event)
    return found


def main() -> None:
    """Serve until the input ends."""
    here = world()
    connection = here.prepare(0)
    server = aws_server(here)
    with (
        tempfile.TemporaryDirectory() as folder,
        https_server(serve_key_set, Path(folder)) as (address, _),
    ):
        endpoint = f"http://127.0.0.1:{server.server_port}"
        environment = ENVIRONMENT | {
            "AWS_ENDPOINT_URL": endpoint,
            "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
            "MANAGEMENT_ENDPOINT": endpoint,
            "OIDC_ISSUER": issuer.ISSUER,
            "OIDC_AUDIENCE": issuer.AUDIENCE,
            "OIDC_JWKS_URL": f"{address}/keys",
            "SSL_CERT_FILE": str(Path(folder) / "server.pem"),
        }
        told = {"environment": environment, "events": events(connection)}
        print(json.dumps(told), flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
