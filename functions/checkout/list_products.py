"""``GET /products``: the shop window, for everyone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from functions.checkout.http.problems import HttpResponse, json_response, to_http_response
from functions.checkout.stores.products import Products
from functions.common import environment
from functions.common.observability import logger

ENVIRONMENT: tuple[str, ...] = ("PRODUCTS_TABLE",)


def list_products(products: Products) -> HttpResponse:
    """``{"products": [{productId, name, description, unitPriceMinor, currency, stock}]}``."""
    return json_response(200, {"products": products.all()})


@logger.inject_lambda_context
def handler(event: Mapping[str, Any], context: Any) -> HttpResponse:
    return to_http_response(
        lambda: list_products(Products(environment.read("PRODUCTS_TABLE"))),
        on_defect=lambda: logger.exception("list_products failed"),
    )
