"""Conditions of statements, in words. Pure."""

from __future__ import annotations

from local.placeholders import ACCOUNT
from review.permissions.arns import in_words
from review.permissions.permission import Condition, Test
from review.text.markdown import code, listed

EQUAL = ("StringEquals", "StringLike", "ArnEquals", "ArnLike", "StringEqualsIgnoreCase")
SOURCE, PRINCIPAL = "aws:sourcearn", "aws:principalarn"
ACCOUNTS = ("aws:sourceaccount", "aws:principalaccount")
TLS = "aws:securetransport"


def in_words_of(condition: Condition) -> str:
    """All tests of a condition, as the end of a sentence: ``from rule `x` ``. Or nothing."""
    return " and ".join(map(_in_words, condition))


def _in_words(test: Test) -> str:
    key = test.key.lower()
    if test.operator in EQUAL and key in (SOURCE, PRINCIPAL):
        whom = " or ".join(map(in_words, test.values))
        return f"{'from' if key == SOURCE else 'by'} {whom}"
    if test.operator in EQUAL and key in ACCOUNTS:
        return f"from {' or '.join(map(_account, test.values))}"
    if test.operator == "Bool" and key == TLS:
        return "without TLS" if test.values == ("false",) else "with TLS"
    return f"if {code(test.key)} {code(test.operator)} {listed(map(code, test.values))}"


def _account(value: str) -> str:
    return "this account" if value == ACCOUNT else f"account {code(value)}"
