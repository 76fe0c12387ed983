"""What both doors demand of a token's claims once its signature is verified. Pure.

The WebSocket API's authorizer checks the rest itself. The HTTP API's JWT authorizer checks
signature, issuer, audience and times, and looks neither at ``token_use`` nor at what ``sub`` is.
"""

from __future__ import annotations

from collections.abc import Mapping

from functions.common.unix_time import unix_seconds
from functions.common.user_id import USER_ID_RULE, is_user_id


def refusal_of(claims: Mapping[str, object]) -> str | None:
    """Why nobody may enter with these claims, for a log; ``None`` when somebody may.

    ``token_use`` is Cognito's: an ID token has the same issuer and audience as an access token, and
    only this claim tells them apart. Other issuers leave it out.
    """
    if not is_user_id(claims.get("sub")):
        return f"sub must be {USER_ID_RULE}"
    if "exp" in claims and unix_seconds(claims["exp"]) is None:
        return "exp is no point in time"
    if claims.get("token_use", "access") != "access":
        return "token_use must be access"
    return None
