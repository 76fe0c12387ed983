"""The two unlisted products of a run: one in stock, one sold out."""

from __future__ import annotations

from dataclasses import dataclass

from contract.orders import VERIFICATION_PREFIX
from operations.verify.stage import StageToVerify


@dataclass(frozen=True)
class Products:
    """Their ids."""

    in_stock: str
    sold_out: str

    @classmethod
    def of(cls, run: str) -> Products:
        """The products of this run."""
        return cls(*(f"{VERIFICATION_PREFIX}{run}-{kind}" for kind in ("in-stock", "sold-out")))


def make_products(stage: StageToVerify, products: Products) -> None:
    """Put both into the products table. A unit costs one minor unit."""
    tables = stage.client("dynamodb")
    for product_id, stock in ((products.in_stock, 1), (products.sold_out, 0)):
        tables.put_item(
            TableName=stage.products_table,
            Item={
                "productId": {"S": product_id},
                "name": {"S": "Made by make verify"},
                "unitPriceMinor": {"N": "1"},
                "currency": {"S": "EUR"},
                "stock": {"N": str(stock)},
                "unlisted": {"BOOL": True},
            },
        )
