"""The content of a new local stage: products to buy and buyers to sign in as."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping
from typing import Any

BUYERS = ("ada@example.com", "grace@example.com")
NEWCOMER = "newcomer@example.com"
PRODUCTS: tuple[dict[str, Any], ...] = (
    {"productId": "lamp-01", "name": "Desk lamp", "unitPriceMinor": 4900, "stock": 25,
     "description": "Warm light, brass arm, dims by touch."},
    {"productId": "mug-02", "name": "Stoneware mug", "unitPriceMinor": 1800, "stock": 60,
     "description": "Holds 350 ml and keeps its heat."},
    {"productId": "chair-03", "name": "Oak chair", "unitPriceMinor": 18900, "stock": 8,
     "description": "Solid oak, woven seat."},
    {"productId": "clock-04", "name": "Wall clock", "unitPriceMinor": 6500, "stock": 12,
     "description": "Silent sweep, 30 cm."},
    {"productId": "throw-05", "name": "Wool throw", "unitPriceMinor": 8200, "stock": 15,
     "description": "Merino, 130 by 180 cm."},
    {"productId": "vase-07", "name": "Glass vase", "unitPriceMinor": 5400, "stock": 0,
     "description": "Hand blown. The last one left a moment ago."},
)  # fmt: skip

Client = Callable[[str], Any]


def seed_products(client: Client, table: str) -> None:
    """Put the products into the table."""
    for product in PRODUCTS:
        item = {key: _attribute(value) for key, value in product.items()}
        client("dynamodb").put_item(TableName=table, Item={**item, "currency": {"S": "EUR"}})


def _attribute(value: object) -> dict[str, str]:
    return {"N": str(value)} if isinstance(value, int) else {"S": str(value)}


def seed_buyers(
    client: Client, outputs: Mapping[str, Any], emails: Iterable[str] = BUYERS
) -> list[dict[str, str]]:
    """Create buyers with random passwords; the email and the password of each."""
    cognito = client("cognito-idp")
    buyers = []
    for email in emails:
        password = _password()
        pool = {"UserPoolId": outputs["user_pool_id"], "Username": email}
        cognito.admin_create_user(**pool, **_made_by_an_administrator(email))
        cognito.admin_set_user_password(**pool, Password=password, Permanent=True)
        buyers.append({"email": email, "password": password})
    return buyers


def seed_newcomer(
    client: Client, outputs: Mapping[str, Any], email: str = NEWCOMER
) -> dict[str, str | bool]:
    """Create a buyer as the README tells an administrator to: with a temporary password only."""
    password = _password()
    client("cognito-idp").admin_create_user(
        UserPoolId=outputs["user_pool_id"],
        Username=email,
        TemporaryPassword=password,
        **_made_by_an_administrator(email),
    )
    return {"email": email, "password": password, "temporary": True}


def _password() -> str:
    return f"Aa1-{secrets.token_urlsafe(12)}"  # each kind of character that a pool may demand


def _made_by_an_administrator(email: str) -> dict[str, Any]:
    return {
        "MessageAction": "SUPPRESS",
        "UserAttributes": [
            {"Name": "email", "Value": email},
            {"Name": "email_verified", "Value": "true"},
        ],
    }
