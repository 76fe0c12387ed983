"""Values that mean something to one handler, by the field that they are for."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from contract.frames import EPOCH_DIGITS
from contract.orders import TRANSITIONS
from tests.fuzz import inputs, issuer
from tests.fuzz.aws import TABLE_ID
from tests.fuzz.mutation import GONE, Path

Choices = Mapping[Path, tuple[Any, ...]]
CONTEXT: Path = ("requestContext", "authorizer")
"""Where a Lambda authorizer's context is in an event."""
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
EPOCH = hashlib.sha256(TABLE_ID.encode()).hexdigest()[:EPOCH_DIGITS]
RESUMES: Choices = {
    ("body", "epoch"): (EPOCH, EPOCH.upper(), EPOCH[1:], "0" * 16, GONE, None),
    ("body", "after"): tuple(f"{n:020d}" for n in (0, 1, 3, 4, 10**19)),
}
CONTEXTS: Choices = {
    (*CONTEXT, "userId"): (1, 1.5, True, None, "", " ", "\ud800", "a" * 256, "a" * 257, "\n", GONE),
    (*CONTEXT, "tokenExpiresAt"): (
        1_900_000_000,
        1.9e9,
        "1.9e9",
        True,
        None,
        "",
        "NaN",
        -1,
        10**40,
        "9" * 5000,
        "soon",
        GONE,
    ),
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
