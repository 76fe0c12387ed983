"""Values that mean something to one handler, by the field that they are for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contract.orders import TRANSITIONS
from tests.fuzz import inputs, issuer
from tests.fuzz.mutation import GONE, Path

Choices = Mapping[Path, tuple[Any, ...]]
SECRET = "tok_fuzzsecret"
"""A payment token. Nothing that the functions say or park may hold it."""
FORGERIES: Choices = {
    ("token", "signer"): issuer.SIGNERS,
    ("token", "sent_as"): ("Authorization", "Sec-WebSocket-Protocol", "", None),
    ("token", "header", "alg"): (
        "ES256", "none", "None", "HS256", "PS256", "RS512", "ES384", "EdDSA", "rs256", "", None, 1,
        [], ["RS256"], {}, GONE,
    ),
    ("token", "header", "kid"): (
        "ec-1", "rsa-2", "RSA-1", "", None, 1, [], ["rsa-1"], {"kid": "rsa-1"}, "a" * 5000,
        "../rsa-1", "rsa-1\x00", "\ud800", GONE,
    ),
    ("token", "header"): (
        {"alg": "ES256", "kid": "rsa-1"}, {"alg": "RS256", "kid": "ec-1"},
        {"alg": "HS256", "kid": "rsa-1"}, {"alg": "none"}, {"alg": "RS256"},
        {"alg": "RS256", "kid": "rsa-1", "crit": ["x"]},
        {"alg": "RS256", "kid": "rsa-1", "zip": "DEF"},
        {"alg": "RS256", "kid": "rsa-1", "b64": False, "crit": ["b64"]},
        {"alg": "RS256", "kid": "rsa-1", "jku": "http://127.0.0.1:9/", "jwk": {"kty": "oct"}},
    ),
    **{("token", "claims", name): (1e40, -1, 0, "1", 1.5, [], {}, None, True, "", GONE, 2**63)
       for name in ("exp", "nbf", "iat")},
    ("token", "claims", "sub"): ("", " ", "\x00", "\ud800", "a" * 257, "\u200b", 1, [], GONE),
    ("token", "claims", "aud"): (["shop"], [], [["shop"]], [1], {}, {"shop": 1}, "SHOP", 1, GONE),
    ("token", "claims", "iss"): ("", [issuer.ISSUER], {}, issuer.ISSUER + "/", 1, GONE),
    ("token", "claims", "token_use"): ("id", "refresh", "", 1, [], None, GONE),
}  # fmt: skip
TOKENS = (
    SECRET, f"{SECRET}\u00e9", f"{SECRET}\ud800", f"{SECRET} " * 20, [SECRET], {SECRET: 1},
    {"a": SECRET},
)  # fmt: skip
"""Payment tokens that are wrong: no error, log, answer or parked message may hold them."""
_MANY = [{"productId": f"p-{n}", "quantity": 1, "unitPriceMinor": 0} for n in range(100)]
"""With the other lines more than a transaction can hold."""
PAID: Choices = {
    ("order", "lines"): ([*inputs.LINES, *_MANY],),
    ("order", "lines", 1, "productId"): ("lamp", "nothing"),
    ("order", "paymentToken"): TOKENS,
    ("Records", 0, "dynamodb", "row", "paymentToken"): TOKENS,
}
CHECKOUTS: Choices = {
    ("headers", "idempotency-key"): (
        inputs.STORED_KEY,
        f"{inputs.STORED_KEY}, b",
        "a,b",
        "é",
        " ",
        GONE,
    ),
    ("isBase64Encoded",): (True,),
    ("body", "paymentToken"): TOKENS,
}
ASKED: Choices = {
    **PAID,
    ("transition",): (*TRANSITIONS, "", None, 1, GONE),
}
