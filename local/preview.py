"""What the program would create: settings, a tree by component, the saga, counts, quota notes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from local.preview_saga import language, overview
from local.program import Created, RegisteredResource, run_program, stage_config

SECRET = '{"secure":'
ACCOUNT, REGION = "123456789012", "us-east-1"


class PreviewHandler:
    """Invents the outputs that a program reads, so that it runs without any cloud."""

    def create(self, resource_type: str, name: str, inputs: Mapping[str, Any]) -> Created:
        service = resource_type.split(":")[1].split("/")[0]
        arn = f"arn:aws:{service}:{REGION}:{ACCOUNT}:{name}"
        scheme = "wss" if inputs.get("protocolType") == "WEBSOCKET" else "https"
        host = f"{name}.execute-api.{REGION}.amazonaws.com"
        outputs = {
            "arn": arn,
            "name": inputs.get("name", name),
            "executionArn": f"arn:aws:execute-api:{REGION}:{ACCOUNT}:{name}",
            "apiEndpoint": f"{scheme}://{host}",
            "invokeArn": f"arn:aws:apigateway:{REGION}:lambda:path/functions/{arn}/invocations",
            "url": f"https://sqs.{REGION}.amazonaws.com/{ACCOUNT}/{name}",
            "streamArn": f"{arn}/stream/2030-01-01T00:00:00.000",
            "endpoint": f"cognito-idp.{REGION}.amazonaws.com/{name}",
        }
        return Created(name, outputs)

    def invoke(self, token: str, args: Mapping[str, Any]) -> dict[str, Any]:
        return {"partition": "aws", "name": REGION, "region": REGION, "id": REGION}


def preview(project_dir: Path, stage: str) -> str:
    """The preview of one stage as text. Raises ``ProgramError`` when the program fails.

    The longest part, the language of the saga, stands in the middle: a terminal shows the end.
    """
    settings = stage_config(project_dir, stage, {})
    result = run_program(project_dir, stage, PreviewHandler())
    return "\n".join(
        [
            f"Stage {stage}, settings in force",
            *_settings(settings),
            "",
            "Resources",
            *_tree(result.resources),
            "",
            *overview(result.resources),
            *language(result.resources),
            "By type",
            *_counts(result.resources),
            "",
            "Quota notes",
            *(f"  - {note}" for note in result.exports.get("quota_notes", [])),
            *(f"  ! {warning}" for warning in result.warnings),
            "",
            f"Stage {stage}: {len(result.resources)} resources",
        ]
    )


def _settings(settings: Mapping[str, str]) -> list[str]:
    if not settings:
        return ["  (none)"]
    width = max(map(len, settings))
    return [
        f"  {key:{width}}  {'[secret]' if value.startswith(SECRET) else value or '(empty)'}"
        for key, value in sorted(settings.items())
    ]


def _tree(resources: Sequence[RegisteredResource]) -> list[str]:
    known = {resource.urn for resource in resources}
    lines: list[str] = []

    def add(parent: str | None, indent: int) -> None:
        here = [r for r in resources if (r.parent if r.parent in known else None) == parent]
        for resource in sorted(here, key=lambda r: (r.custom, r.name)):
            mark = "+" if resource.custom else "▸"
            lines.append(f"{'  ' * indent}{mark} {resource.name}  ({resource.type})")
            add(resource.urn, indent + 1)

    add(None, 1)
    return lines


def _counts(resources: Sequence[RegisteredResource]) -> list[str]:
    counts = Counter(resource.type for resource in resources)
    return [f"  {count:4} {kind}" for kind, count in sorted(counts.items())]
