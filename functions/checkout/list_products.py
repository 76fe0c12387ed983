"""``GET /products``: every product of the shop, for everyone."""

from __future__ import annotations

from typing import Any

from functions.checkout.http.problems import json_response, to_http_response
from functions.checkout.stores.products import Products
from functions.common import environment
from functions.common.lambda_types import ApiResponse, LambdaEvent
from functions.common.observability import logger

ENVIRONMENT: tuple[str, ...] = ("PRODUCTS_TABLE",)


def list_products(products: Products) -> ApiResponse:
    """200 with ``{"products": […]}``, sorted by id."""
    return json_response(200, {"products": products.all()})


@logger.inject_lambda_context
def handler(event: LambdaEvent, context: Any) -> ApiResponse:
    return to_http_response(
        lambda: list_products(Products(environment.read("PRODUCTS_TABLE"))),
        on_defect=lambda: logger.exception("list_products failed"),
    )
