"""What an ARN names, in words: resources that a preview cannot know stand by their names. Pure."""

from __future__ import annotations

import re

from local.placeholders import ACCOUNT, REGION
from review.permissions.arn_words import described, named
from review.text.markdown import code

ANYTHING = "anything"
_ARN = re.compile(r"arn:(?P<partition>[^:]*):(?P<service>[^:]*):(?P<region>[^:]*):"
                  r"(?P<account>[^:]*):(?P<rest>.*)", re.DOTALL)  # fmt: skip
_QUEUE_URL = re.compile(r"https://sqs\.[\w.-]+/(?P<account>[^/]+)/(?P<name>[^/]+)")
_WILD = re.compile(r"[*?]")


def in_words(text: str) -> str:
    """A resource of a statement as Markdown. What is no ARN that we know stands as it is."""
    if text == "*":
        return ANYTHING
    queue = _QUEUE_URL.fullmatch(text)
    if queue:
        return _elsewhere(f"queue {named(queue['name'])}", "", queue["account"])
    found = _ARN.fullmatch(text)
    known = found and described(found["service"], found["rest"])
    if found is None or known is None:
        return code(text)
    return _elsewhere(known[0], found["region"], found["account"])


def is_wide(text: str) -> bool:
    """Whether a wildcard stands for the resource itself, rather than for what is inside of it."""
    found = _ARN.fullmatch(text)
    if found is None:
        return bool(_WILD.search(text))
    known = described(found["service"], found["rest"])
    own = known[1] if known else found["rest"]
    place = f"{found['service']}{found['region']}{found['account']}"
    return bool(_WILD.search(own) or _WILD.search(place))


def _elsewhere(words: str, region: str, account: str) -> str:
    if account not in ("", ACCOUNT):
        words += f" of {'every account' if account == '*' else f'account {code(account)}'}"
    if region not in ("", REGION):
        words += f" in {'every Region' if region == '*' else code(region)}"
    return words
