"""The emulator's process: its application with patches, and a watch on the stage's process.

- The emulator accepts a WebSocket without a subprotocol, whatever ``$connect`` answered. A browser
  that offered subprotocols then closes the connection. The patch chooses the first offered
  protocol that is no token.
- An authorizer that fails with the text ``Unauthorized`` means 401 on AWS. The emulator answers
  500. The patch answers 401.
- Each concurrent call of a function starts a process, which takes most of a second of a core. Too
  many calls at once would start so many processes that none is ready in time. ``turns.py`` limits
  the calls that run at once.
- ``forked_functions.py`` lets such a process start in a tenth of that time. ``ready_functions.py``
  starts it before the first call, and gives it saved code before the next one.
- The emulator does not know RedriveExecution. ``redrive_execution.py`` adds it.
- The emulator lets anybody sign up, or choose another user's new password. ``strict_sign_up.py``
  refuses as Cognito does.

In front of all stands ``guard.py``: the emulator hears nothing of a foreign web site.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
import socket
import sys
import threading
from typing import Any

from hypercorn.asyncio import serve
from hypercorn.config import Config
from ministack.app import app as emulator
from ministack.services import lambda_svc

from local.emulator.forked_functions import fork_functions
from local.emulator.guard import guarded
from local.emulator.line import ASK, GO, WARM, Line
from local.emulator.ready_functions import AskingFirst, warm
from local.emulator.redrive_execution import teach_redrive
from local.emulator.strict_sign_up import keep_strangers_out
from local.emulator.turns import Turns
from local.emulator.websocket_manners import (
    MAX_MESSAGE_BYTES,
    Message,
    Receive,
    Send,
    chosen_protocol,
    teach_manners,
    text_only,
)

_turns = Turns()
_unauthorized: set[str] = set()
_invoke = lambda_svc._execute_function_with_config_scope


def _invoke_and_note(function: Any, event: Any) -> Any:
    """Invoke in turn, and remember handshakes whose authorizer said Unauthorized."""
    result = _turns.call(_invoke, function, event)
    if isinstance(event, dict) and event.get("type") == "REQUEST" and result.get("error"):
        body = result.get("body")
        if isinstance(body, dict) and body.get("errorMessage") == "Unauthorized":
            _unauthorized.add(event["requestContext"]["connectionId"])
    return result


lambda_svc._execute_function_with_config_scope = _invoke_and_note


async def app(scope: Message, receive: Receive, send: Send) -> None:
    """The ASGI application that the server runs."""
    if scope["type"] != "websocket":
        await emulator(scope, receive, send)
        return

    refusal: Message = {}

    async def send_as_api_gateway(message: Message) -> None:
        if message["type"] == "websocket.accept" and not message.get("subprotocol"):
            message = {**message, "subprotocol": chosen_protocol.get()}
        elif message["type"] == "websocket.http.response.start":
            refusal.update(message)  # the body has the connection id, which decides the status
            return
        elif message["type"] == "websocket.http.response.body" and refusal:
            answer = json.loads(message["body"])
            if answer.get("connectionId") in _unauthorized:
                _unauthorized.discard(answer["connectionId"])
                refusal["status"], answer["message"] = 401, "Unauthorized"
                message = {**message, "body": json.dumps(answer).encode()}
            await send(dict(refusal))
            refusal.clear()
        await send(message)

    receive_text = text_only(receive, send_as_api_gateway)
    await emulator(scope, receive_text, send_as_api_gateway)


def end_with_stage(line: Line, folder: str) -> None:
    """Do what the stage says. Kill this process group, functions included, when the stage has died.

    A signal at the stage's death would not reach the functions. An orderly shutdown would wait
    for every open WebSocket, so a forgotten browser tab would keep the stage alive.
    """
    asking = AskingFirst(line)

    def start_warm_up() -> None:
        threading.Thread(target=warm, name="warm-up", daemon=True).start()

    def listen() -> None:
        line.listen({WARM: start_warm_up, ASK: asking.begin, GO: asking.go})
        shutil.rmtree(folder, ignore_errors=True)
        os.killpg(os.getpgrp(), signal.SIGKILL)

    threading.Thread(target=listen, name="end-with-stage", daemon=True).start()


def main(address: str, folder: str, *more_origins: str) -> None:
    """Serve on ``address`` (host:port) until killed. ``folder`` is removed when the stage dies.

    Pages of ``more_origins`` can sign in.
    """
    end_with_stage(Line(socket.socket(fileno=0)), folder)
    fork_functions()
    teach_redrive()
    keep_strangers_out()
    teach_manners()
    config = Config()
    config.bind = [address]
    config.keep_alive_timeout = 75  # the value of the emulator's own command
    config.websocket_max_message_size = MAX_MESSAGE_BYTES
    config.accesslog = None  # a handshake's headers contain the token
    # Hypercorn types scopes and messages one by one, the emulator as mappings.
    asyncio.run(serve(guarded(app, more_origins), config))  # type: ignore[arg-type]


if __name__ == "__main__":
    main(*sys.argv[1:])
