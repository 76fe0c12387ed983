"""Secret settings: values that `pulumi config set --secret` encrypted with a passphrase.

A secret stands as ``{secure: v1:<nonce>:<ciphertext>}``, at any depth. The key is PBKDF2 of the
passphrase and of the salt in the file's ``encryptionsalt``, ``v1:<salt>:v1:<nonce>:<ciphertext>``,
whose own ciphertext proves the passphrase: it holds "pulumi".
"""

from __future__ import annotations

import base64
import binascii
import functools
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

from local.program.records import ProgramError

PASSPHRASE = "PULUMI_CONFIG_PASSPHRASE"
STAND_IN = "a-secret-that-was-not-read"
"""Takes the place of a secret where somebody only wants to know what the program would register."""
ITERATIONS = 1_000_000
PROOF = "pulumi"


@dataclass
class SecretValues:
    """The secrets of one stage's file."""

    file: Path
    content: Mapping[str, Any]
    texts: set[str] = field(default_factory=set)
    """What was decrypted so far, to be kept out of everything that is printed."""
    stand_in: bool = False
    """Whether ``STAND_IN`` is taken for a secret that nobody here has the key of."""
    unread: set[str] = field(default_factory=set)
    """Keys in whose values it was."""

    def plain(self, key: str, value: Any) -> Any:
        """The value with each secret in it decrypted.

        Raises ``ProgramError`` with the key, never the value, when that is impossible.
        """
        if isinstance(value, list):
            return [self.plain(key, one) for one in value]
        if not isinstance(value, dict):
            return value
        if not is_secret(value):
            return {name: self.plain(key, one) for name, one in value.items()}
        if self.stand_in and not self._has_key():
            self.unread.add(key)
            self.texts.add(STAND_IN)
            return STAND_IN
        try:
            text = _opened(self._key(key), value["secure"])
        except (ValueError, InvalidTag) as error:
            raise ProgramError(
                f"{self.file}: the secret {key} was not encrypted with this file's encryptionsalt; "
                f"set it again with: pulumi config set --secret {key}"
            ) from error
        self.texts.add(text)
        return text

    def _has_key(self) -> bool:
        """Whether the key is here, be it the right one or not."""
        return isinstance(self.content.get("encryptionsalt"), str) and _passphrase() is not None

    def _key(self, key: str) -> AESGCM:
        state = self.content.get("encryptionsalt")
        if not isinstance(state, str):
            provider = self.content.get("secretsprovider")
            raise ProgramError(
                f"{self.file}: {key} is a secret of {provider or 'a Pulumi service'}, which only "
                "pulumi reads; the local stage reads secrets by passphrase: pulumi stack "
                "change-secrets-provider passphrase, or give the stage a file of its own"
            )
        phrase = _passphrase()
        if phrase is None:
            raise ProgramError(f"{self.file}: {key} is a secret; set {PASSPHRASE} to read it")
        try:
            return _proven(phrase, state)
        except (ValueError, InvalidTag) as error:
            raise ProgramError(
                f"{self.file}: {key} is a secret, and {PASSPHRASE} is not the passphrase that it "
                "was encrypted with"
            ) from error


def is_secret(value: object) -> bool:
    """Whether Pulumi takes the value for a secret."""
    return isinstance(value, dict) and [*value] == ["secure"] and isinstance(value["secure"], str)


def _passphrase() -> str | None:
    """As Pulumi finds it. An empty passphrase is one."""
    file = os.environ.get(f"{PASSPHRASE}_FILE")
    if PASSPHRASE in os.environ or not file:
        return os.environ.get(PASSPHRASE)
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ProgramError(f"{PASSPHRASE}_FILE={file} cannot be read: {error}") from error


@functools.lru_cache(maxsize=8)
def _proven(phrase: str, state: str) -> AESGCM:
    """The stage's key. It takes a second to derive, so that a passphrase is slow to guess."""
    version, salt, proof = state.split(":", 2)
    if version != "v1":
        raise ValueError(f"unknown version {version}")
    derived = PBKDF2HMAC(SHA256(), 32, base64.b64decode(salt, validate=True), ITERATIONS)
    key = AESGCM(derived.derive(phrase.encode()))
    if _opened(key, proof) != PROOF:
        raise ValueError("not the proof")
    return key


def _opened(key: AESGCM, sealed: str) -> str:
    version, nonce, ciphertext = sealed.split(":")
    if version != "v1":
        raise ValueError(f"unknown version {version}")
    try:
        parts = [base64.b64decode(one, validate=True) for one in (nonce, ciphertext)]
    except binascii.Error as error:
        raise ValueError("no base64") from error
    return key.decrypt(parts[0], parts[1], None).decode()
