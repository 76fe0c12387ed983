"""Values that have broken parsers, and JSON of any shape. Everything follows from one seed."""

from __future__ import annotations

import json
from random import Random
from typing import Any

DEEP = 400
"""Levels of a deep value. The Lambda runtime itself reads an event of less than about 1,000."""
_HALF = "\ud83d"
TEXTS = (
    "", " ", "\t\n", "\x00", "a\x00b", "\x1b[31m", "\x7f", "\u200b", "\u202eadmin", "\ufeff",
    "\ud800", f"a{_HALF}", "\udc00\ud800", "\U0001f600", "e\u0301", "\u0131", "ß", "K", "\uff10",
    "٣" * 20, "0" * 20, "9" * 20, "0" * 19, "-" + "0" * 19, "+" + "1" * 19, "1" * 21, "9" * 5000,
    "1e40", "1e999", "NaN", "Infinity", "-1", "0x10", "1_000", " 1", "1\n", "true", "null",
    "undefined", "[]", "{}", '{"a":1}', "a" * 129, "a" * 257, "é" * 256, "a" * 1025, "é" * 1500,
    "a" * 2049, "a" * 70_000, "%00", "%ff", "%s%n", "{0.__class__}", "${jndi:x}",
    "../../etc/passwd", "a,b", "a, b", ",", "a;b", "a\r\nX: y", "__proto__", "constructor",
    "$connect", "$default", "realtime.error", "realtime.", "order.x", "PENDING", "finalize",
    "Bearer", "Bearer ", "bearer.", "realtime.v2", "<script>", "'; DROP--",
    "1969-12-31T23:59:59Z", "9999-99-99T99:99:99.999Z", "+99999-01-01T00:00:00Z",
)  # fmt: skip
NUMBERS = (
    0, -1, 1, 2, 99, 100, 255, 2**31, 2**53 + 1, 2**63, -(2**63) - 1, 10**38, 10**40, 10**400,
    0.0, -0.0, 0.1, 1.0, 1e-320, 1e16, 1e40, 1e308, float("inf"), float("-inf"), float("nan"),
)  # fmt: skip
RAW_JSON = (
    "", " ", "null", "true", "0", "-", '"', '""', '"text"', "[]", "[", "[[]]", "{", "{}", "}", "{]",
    '{"a":1', '{"a":1}}', '{"a":1,}', "{'a':1}", "{a:1}", '{"a":1,"a":2}', "NaN", "-Infinity",
    "9" * 5000, f'{{"after":{"9" * 5000}}}', f'{{"lines":{"1" * 4301}}}', "1e999", "[" * 100_000,
    '{"a":' * 20_000, "[" * 990 + "]" * 990, "[" * 3000 + "]" * 3000, '"\\ud800"', '"\\u0000"',
    '{"\\ud800":1}', "\ufeff{}", "\x00", "\x00{}", "{}\x00", "\u2028", "a" * 100_000, "%7B%7D",
    '{"action":"resume","after":"\\ud800"}', '{"action":["resume"]}', '{"action":"RESUME"}',
    '{"action":{"$ne":1}}', '{"action":"resume","action":"ping"}', '{"ACTION":"resume"}',
)  # fmt: skip


def deep(rng: Random, levels: int = DEEP) -> Any:
    """A value in ``levels`` lists or objects."""
    value: Any = rng.choice([1, "x", None])
    as_list = rng.random() < 0.5
    for _ in range(levels):
        value = [value] if as_list else {"a": value}
    return value


def any_json(rng: Random, levels: int = 3) -> Any:
    """JSON of any shape."""
    kind = rng.randrange(8 if levels else 5)
    if kind == 0:
        return rng.choice([None, True, False])
    if kind == 1:
        return rng.choice(NUMBERS)
    if kind == 2:
        return rng.choice(TEXTS)
    if kind in (3, 4):
        return "".join(chr(_character(rng)) for _ in range(rng.choice([0, 1, 3, 20, 300])))
    if kind == 5:
        return [any_json(rng, levels - 1) for _ in range(rng.randrange(4))]
    if kind == 6:
        return {
            str(rng.choice(TEXTS))[:300]: any_json(rng, levels - 1) for _ in range(rng.randrange(4))
        }
    return deep(rng) if rng.random() < 0.3 else rng.choice([[], {}, [[]], [{}], {"": ""}])


def raw_text(rng: Random) -> str:
    """A text where JSON is expected."""
    kind = rng.randrange(3)
    if kind == 0:
        return rng.choice(RAW_JSON)
    text = json.dumps(any_json(rng))
    if kind == 1 or not text:
        return text
    at = rng.randrange(len(text))
    return rng.choice(
        [text[:at], text[at:], text[:at] + chr(_character(rng)) + text[at:], text * 2]
    )


def _character(rng: Random) -> int:
    limit = rng.choice([0x20, 0x80, 0x80, 0x100, 0x3000, 0x10000, 0x110000])
    return rng.randrange(limit)


def variant(rng: Random, value: Any) -> Any:
    """A value near ``value``: of its type but off by a little, or of the neighbouring type."""
    if isinstance(value, bool) or value is None:
        return rng.choice([True, False, None, 0, 1, "", "true", [], {}])
    if isinstance(value, (int, float)):
        return rng.choice(
            [value + 1, value - 1, -value, value * 10**12, float(value), value + 0.5, str(value),
             [value], bool(value)]
        )  # fmt: skip
    if isinstance(value, str):
        return _text_variant(rng, value)
    if isinstance(value, list):
        return rng.choice(
            [[], value[:1], value * 2, value * 30, value * 101, [value], [*value, None],
             value[::-1], dict(enumerate(map(str, value))), [None, *value],
             value[0] if value else None]
        )  # fmt: skip
    shuffled = list(value.items())
    rng.shuffle(shuffled)
    return rng.choice(
        [{}, [value], list(value), dict(shuffled[1:]), {k.upper(): v for k, v in shuffled},
         {**value, "": ""}, {**value, "extra": any_json(rng)}, {k: None for k in value},
         {k: str(v) for k, v in shuffled if not isinstance(v, (dict, list))}]
    )  # fmt: skip


def _text_variant(rng: Random, text: str) -> Any:
    at = rng.randrange(len(text) + 1)
    odd = rng.choice(
        ["\x00", "\ud800", "\u202e", "\u200b", " ", "\n", "é", "%", ",", "'", "0", "\x7f"]
    )
    return rng.choice(
        [text[:at] + odd + text[at:], text[:at], text[at:], text * 2, (text or "x") * 300,
         text.upper(), f" {text} ", f"{text}\n", [text], {text[:50]: text},
         text.encode("utf-8", "replace").hex(), text[::-1], None]
    )  # fmt: skip
