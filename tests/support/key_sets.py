"""Keys and key sets by which no token can be verified, as issuers really publish them."""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric import ec

from tests.support.oidc_issuer import ec_key, jwk, key_set, rsa_key

GOOD = jwk(rsa_key("good"), "rsa-1")
WEAK = jwk(rsa_key("weak", 1024), "weak")
PRIVATE = {**GOOD, "kid": "private", "d": "AQAB"}
USELESS: dict[str, bytes] = {
    "no keys": b'{"keys":[]}',
    "no list of keys": b'{"keys":{"rsa-1":1}}',
    "a list": b"[]",
    "no member keys": b"{}",
    "null": b"null",
    "a web page": b"<html>We are moving</html>",
    "nothing": b"",
    "no UTF-8": b"\xff\xfe\xfd",
    "deep nesting": b"[" * 100_000,
    "a number of 5,000 digits": b"1" * 5000,
    "keys without an id": key_set(jwk(rsa_key("good"), None), jwk(ec_key(), "")),
    "a key id that is a number": key_set({**GOOD, "kid": 1}),
    "keys for encryption": key_set(jwk(rsa_key("good"), "rsa-1", use="enc")),
    "keys for other algorithms": key_set(jwk(rsa_key("good"), "rsa-1", alg="RS512")),
    "an algorithm of no shape": key_set(jwk(rsa_key("good"), "rsa-1", alg=["RS256"])),
    "shared secrets": key_set({"kty": "oct", "k": "c2VjcmV0", "kid": "rsa-1"}),
    "a shared secret that claims RS256": key_set({"kty": "oct", "k": "c2V", "kid": "rsa-1",
                                                  "alg": "RS256"}),
    "weak keys": key_set(WEAK),
    "another curve": key_set(jwk(ec.generate_private_key(ec.SECP384R1()), "ec-1")),
    "private keys": key_set(PRIVATE),
    "keys of no shape": key_set("rsa-1", None, 7, [GOOD], {"kid": "a"}, {"kid": "a", "kty": "RSA"}),
    "numbers of no shape": key_set({**GOOD, "n": 7}, {**GOOD, "n": "!"}, {**GOOD, "n": ""}),
}  # fmt: skip
