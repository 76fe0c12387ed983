"""The package's schema: what Pulumi infers from the components, and what it cannot infer.

Pulumi's analyser sees types. Texts, ranges, defaults and the few allowed values come from the
declarations of the Args, about the package from here.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pulumi.provider.experimental.util import camel_case

from components.building_blocks.args_fields import ArgField, arg_fields
from components.building_blocks.common_args import DashboardSettings, DirectorySettings
from components.checkout_saga.args import CheckoutSettings
from components.realtime_notifier.args import NotifierSettings
from components.saga.args import DeclaredStep, SagaSettings
from components.saga.steps import RetryPolicy

NAME = "realtime"
NAMESPACE = "realtime-checkout"
"""A fixed one. Without it Pulumi takes the first folder of the repository's address, and the name
of the SDK that a program imports would follow from where the repository lies."""
ABOUT: Mapping[str, Any] = {
    "displayName": "Realtime notifications and sagas",
    "description": "Push events to a user's browsers, and run sagas that undo what they started.",
    "keywords": ["pulumi", "category/infrastructure", "kind/component", "aws", "websocket", "saga",
                 "step-functions", "notifications"],
    "license": "Apache-2.0",
    "publisher": "realtime-checkout",
}  # fmt: skip
FOLDER = Path(__file__).resolve().parent
RESOURCES: Mapping[str, type] = {
    "RealtimeNotifier": NotifierSettings,
    "CheckoutSaga": CheckoutSettings,
    "Saga": SagaSettings,
    "StageDashboard": DashboardSettings,
    "UserDirectory": DirectorySettings,
}
TYPES: Mapping[str, type] = {"SagaStep": DeclaredStep, "Retry": RetryPolicy}
_SNAKE = re.compile(r"\b[a-z]+(?:_[a-z]+)+\b")


def described(inferred: Mapping[str, Any]) -> dict[str, Any]:
    """The schema that Pulumi inferred, with all that programs' editors and registries show."""
    schema = {**inferred, **ABOUT, "logoUrl": _logo()}
    readme = {"readme": (FOLDER / "README.md").read_text(encoding="utf-8")}
    schema["language"] = {name: {**own, **readme} for name, own in schema["language"].items()}
    schema["language"]["python"]["packageName"] = f"pulumi_{NAME}"
    types = {key: dict(one) for key, one in schema.get("types", {}).items()}
    resources = {key: dict(one) for key, one in schema["resources"].items()}
    for name, declaration in TYPES.items():
        one = types[_token(name)]
        one["description"] = _clean(one["description"])
        one["properties"] = _inputs(one["properties"], declaration, types)
    for name, declaration in RESOURCES.items():
        one = resources[_token(name)]
        one["description"] = _clean(one["description"])
        one["properties"] = {key: _output(output) for key, output in one["properties"].items()}
        one["inputProperties"] = _inputs(one["inputProperties"], declaration, types)
    schema["types"], schema["resources"] = types, resources
    return schema


def _inputs(
    inferred: Mapping[str, Any], declaration: type, types: dict[str, Any]
) -> dict[str, Any]:
    inputs = {key: dict(one) for key, one in inferred.items()}
    for name, declared in arg_fields(declaration).items():
        one = inputs[camel_case(name)]
        one["description"] = input_text(declared)
        for inner in ("items", "additionalProperties"):
            if inner in one:
                one[inner] = {key: of for key, of in one[inner].items() if key != "description"}
        if declared.values:
            token = _token(camel_case(name)[0].upper() + camel_case(name)[1:])
            types[token] = _enum(one.pop("type"), declared)
            one["$ref"] = f"#/types/{token}"
    return inputs


def _output(inferred: Mapping[str, Any]) -> dict[str, Any]:
    output = {**inferred, "description": _clean(inferred["description"])}
    if "items" in output:
        output["items"] = {key: of for key, of in output["items"].items() if key != "description"}
    return output


def input_text(declared: ArgField) -> str:
    """What an input means, what is allowed, and what happens when it is omitted."""
    sentences = [declared.text]
    if declared.allowed and not declared.values:
        sentences.append(f"{declared.allowed[0].upper()}{declared.allowed[1:]}.")
    if declared.default not in (None, ()) and not declared.nested:
        default = declared.default
        shown = str(default).lower() if isinstance(default, bool) else str(default)
        sentences.append(f"Default {shown}.")
    return _clean(" ".join(sentences))


def _enum(kind: str, declared: ArgField) -> dict[str, Any]:
    """A type with the values that AWS takes. A number's name begins with its unit."""
    return {
        "type": kind,
        "description": _clean(declared.text),
        "enum": [
            {"name": value if isinstance(value, str) else f"Days{value}", "value": value}
            for value in declared.values
        ],
    }


def _clean(text: str) -> str:
    """One line of Markdown, with the names that a program in another language has."""
    line = " ".join(text.replace("``", "`").split())
    return re.sub(r"`[^`]*`", _code, line)


def _code(found: re.Match[str]) -> str:
    known = {name for one in (*RESOURCES.values(), *TYPES.values()) for name in arg_fields(one)}
    return _SNAKE.sub(lambda name: camel_case(name[0]) if name[0] in known else name[0], found[0])


def _token(name: str) -> str:
    return f"{NAME}:index:{name}"


def _logo() -> str:
    picture = base64.b64encode((FOLDER / "logo.svg").read_bytes()).decode()
    return f"data:image/svg+xml;base64,{picture}"
