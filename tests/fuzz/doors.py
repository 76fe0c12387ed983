"""The handlers under fuzz, one row each: a valid input, what of it others send, what may result."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.fuzz import choices as known
from tests.fuzz import inputs, judges
from tests.fuzz.choices import CONTEXT, Choices
from tests.fuzz.judges import Judge
from tests.fuzz.mutation import Path

STEP_ERRORS = (
    "ChargeAfterRefund", "ChargeMismatch", "InvalidOrder", "OutOfStock", "PaymentDeclined",
    "PaymentProviderTimeout", "StepBlocked",
)  # fmt: skip
PUSH_ERRORS = ("InvalidEventError", "EventConflictError")


@dataclass(frozen=True)
class Door:
    """One handler."""

    module: str
    """Below ``functions``: family and module."""
    examples: tuple[Callable[[], Any], ...]
    """Valid inputs, as templates."""
    theirs: tuple[Path, ...]
    """Which parts of the input others send. The rest is AWS's: there an exception is allowed, a
    leaked text or a partial write is not."""
    judge: Judge
    render: Callable[[Any], Any] = inputs.as_is
    raw: tuple[Path, ...] = ()
    """Where JSON travels as text."""
    choices: Choices = field(default_factory=dict)
    """Values that mean something to the handler, by the field that they are for."""
    tables: tuple[str, ...] = ()
    """The tables that it may write to."""
    errors: tuple[str, ...] = ()
    """Declared errors: who invokes the function knows them by name."""
    unclear: tuple[str, ...] = ()
    """Those after which something may be written all the same."""

    @property
    def name(self) -> str:
        return self.module.rsplit(".", 1)[1]


BODY: Path = ("body",)
CLAIMS: Path = ("requestContext", "authorizer", "jwt", "claims")
_ROW: tuple[Path, ...] = (("Records", 0, "dynamodb", "row"),)
_TASK: tuple[Path, ...] = (
    ("order",), ("transition",), ("failure",), ("businessErrors",), ("eventSource",)
)  # fmt: skip


def _frame(
    body: Any, kind: str = "MESSAGE", route: str = "resume", connection_id: str = "conn-1"
) -> Callable[[], Any]:
    return lambda: inputs.connection(kind, route, body, connection_id)


def _step(more: dict[str, Any] | None = None) -> Callable[[], Any]:
    return lambda: {"order": dict(inputs.ORDER), **(more or {})}


FAILURE = {"Error": "PaymentDeclined", "Cause": '{"errorMessage":"no"}'}
ERRORS_OF_SAGA = {"PaymentDeclined": "DECLINED", "OutOfStock": "REFUNDED"}
_UNDO: dict[str, Any] = {
    "failure": FAILURE,
    "businessErrors": ERRORS_OF_SAGA,
    "eventSource": "shop",
}
DOORS = (
    Door("realtime.authorize_connection", (inputs.handshake,), (("headers",), ("token",)),
         judges.authorizer, inputs.render_handshake, (("token", "header"), ("token", "claims")),
         known.FORGERIES, errors=("Unauthorized",)),
    Door("realtime.open_connection", (_frame(None, "CONNECT", "$connect"),),
         (("headers",), CONTEXT), judges.opened, inputs.render_frame, choices=known.CONTEXTS,
         tables=("CONNECTIONS",)),
    Door("realtime.close_connection", (_frame(None, "DISCONNECT", "$disconnect"),), (),
         judges.closed, inputs.render_frame, tables=("CONNECTIONS",)),
    Door("realtime.open_connection", (_frame({"action": "$connect"}, route="$connect"),), (BODY,),
         judges.message, inputs.render_frame, (BODY,)),
    Door("realtime.close_connection", (_frame({"action": "$disconnect"}, route="$disconnect"),),
         (BODY,), judges.message, inputs.render_frame, (BODY,)),
    Door("realtime.resume_events",
         (_frame({"action": "resume", "after": "0" * 20}), _frame({"action": "resume"}),
          _frame({"action": "resume", "after": "0" * 19 + "1", "epoch": "0123456789abcdef"}),
          _frame({"action": "resume", "after": "0" * 20}, connection_id=inputs.LOST_CONNECTION)),
         (BODY,), judges.frame, inputs.render_frame, (BODY,), known.RESUMES,
         tables=("CONNECTIONS", "EVENTS")),
    Door("realtime.push_event",
         (inputs.push, lambda: {"operation": "disconnect", "userId": "ada"}), ((),),
         judges.pushed, tables=("CONNECTIONS", "EVENTS"), errors=PUSH_ERRORS),
    Door("realtime.push_queued_events", (inputs.queue,), (("Records", 0, "body"),),
         judges.queue, inputs.render_queue, (("Records", 0, "body"),),
         tables=("CONNECTIONS", "EVENTS")),
    Door("checkout.start_checkout", (inputs.checkout,),
         (("headers",), BODY, CLAIMS, ("isBase64Encoded",)),
         judges.http("/checkout", "post"), inputs.render_http, (BODY,), known.CHECKOUTS,
         tables=("ORDERS", "ALLOWANCES")),
    Door("checkout.get_order", (inputs.order_read,), (("headers",), ("pathParameters",), CLAIMS),
         judges.http("/orders/{orderId}", "get"), inputs.render_http),
    Door("checkout.list_products", (inputs.products_read,),
         (("headers",), ("queryStringParameters",)),
         judges.http("/products", "get"), inputs.render_http),
    Door("checkout.start_saga", (lambda: inputs.stream(inputs.ROW, "INSERT"),),
         _ROW, judges.stream_started, inputs.render_stream, choices=known.PAID),
    Door("checkout.announce_outcome", (lambda: inputs.stream(inputs.ENDED, "MODIFY"),),
         _ROW, judges.stream_announced, inputs.render_stream, choices=known.PAID),
    Door("checkout.charge_payment", (_step(),), _TASK, judges.step, choices=known.PAID,
         tables=("PAYMENTS", "STEPS"), errors=STEP_ERRORS, unclear=("PaymentProviderTimeout",)),
    Door("checkout.refund_payment", (_step(),), _TASK, judges.step, choices=known.PAID,
         tables=("PAYMENTS", "STEPS"), errors=STEP_ERRORS),
    Door("checkout.reserve_stock", (_step(),), _TASK, judges.step, choices=known.PAID,
         tables=("PRODUCTS", "STEPS"), errors=STEP_ERRORS),
    Door("checkout.release_stock", (_step(),), _TASK, judges.step, choices=known.PAID,
         tables=("PRODUCTS", "STEPS"), errors=STEP_ERRORS),
    Door("checkout.commit_outcome",
         (_step({"transition": "finalize"}), _step({"transition": "fence_finalize"}),
          _step({"transition": "undo", **_UNDO}), _step({"transition": "resolve", **_UNDO}),
          _step({"transition": "need_attention", **_UNDO})),
         _TASK, judges.step, choices=known.ASKED, tables=("ORDERS",),
         errors=("InvalidOrder", "OutcomeRefused", "ValueError")),
)  # fmt: skip
