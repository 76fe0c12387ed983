"""An authorizer on PyJWT: its own key client, made once."""

import logging
import os
from typing import Any

import jwt

logger = logging.getLogger()
logger.setLevel("INFO")
KEYS = jwt.PyJWKClient(os.environ["OIDC_JWKS_URL"])


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """The policy for a good token."""
    protocols = event["headers"]["Sec-WebSocket-Protocol"].split(", ")
    token = next(one.removeprefix("bearer.") for one in protocols if one.startswith("bearer."))
    try:
        claims = jwt.decode(
            token,
            KEYS.get_signing_key_from_jwt(token),
            algorithms=["RS256"],
            audience=os.environ["OIDC_AUDIENCE"],
            issuer=os.environ["OIDC_ISSUER"],
        )
    except jwt.PyJWTError:
        logger.exception("refused")
        raise Exception("Unauthorized") from None
    statement = {
        "Action": "execute-api:Invoke", "Effect": "Allow", "Resource": event["methodArn"]
    }  # fmt: skip
    return {
        "principalId": claims["sub"],
        "policyDocument": {"Version": "2012-10-17", "Statement": [statement]},
        "context": {"userId": claims["sub"]},
    }
