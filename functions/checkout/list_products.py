"""``GET /products``: the shop's products, page by page, for everyone.

Nobody has to sign in, so an answer is bounded, and caches may keep it for a few seconds.
"""

from __future__ import annotations

from typing import Any

from functions.checkout.domain.rules import MAX_KEY_BYTES
from functions.checkout.http.problems import ProblemError, public_response, to_http_response
from functions.checkout.stores.products import Products
from functions.common import aws_clients, environment
from functions.common.dynamodb import table_client
from functions.common.init_phase import at_init
from functions.common.lambda_types import ApiResponse, LambdaEvent
from functions.common.observability import logger

ENVIRONMENT: tuple[str, ...] = ("PRODUCTS_TABLE",)
CACHED_SECONDS = 5


def list_products(event: LambdaEvent, products: Products) -> ApiResponse:
    """200 with ``{"products": […]}``, sorted by id, and ``next`` if there are more.

    ``next`` is the query parameter ``after`` of the next page. Raises ``ProblemError`` 400.
    """
    page = products.page(_after(event))
    body = {"products": page.products} | ({"next": page.next} if page.next else {})
    return public_response(body, CACHED_SECONDS)


def _after(event: LambdaEvent) -> str | None:
    after = (event.get("queryStringParameters") or {}).get("after")
    if after is None:
        return None
    # Not the rule for ordered products: the page may end at a product that cannot be ordered.
    if not 0 < len(str(after).encode(errors="replace")) <= MAX_KEY_BYTES:
        raise ProblemError(
            400, "invalid-after", "after must be the `next` of a page of products that you got."
        )
    return str(after)


@logger.inject_lambda_context
def handler(event: LambdaEvent, context: Any) -> ApiResponse:
    return to_http_response(
        lambda: list_products(event, Products(environment.read("PRODUCTS_TABLE"))),
        on_defect=lambda: logger.exception("list_products failed"),
        is_passing=aws_clients.is_passing,
    )


at_init(table_client)
