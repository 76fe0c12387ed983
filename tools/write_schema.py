"""Writes components/schema.json, the package as other languages see it, and its reference.

Run by ``make schema``."""

from __future__ import annotations

import json
from pathlib import Path

from components.package_host import PackageHost
from tools import write_components_reference

SCHEMA = Path(__file__).resolve().parents[1] / "components" / "schema.json"


def schema_text() -> str:
    """The schema, sorted and indented, so that a change of it shows in a diff."""
    schema = json.loads(PackageHost().schema or "")
    return json.dumps(schema, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    SCHEMA.write_text(schema_text(), encoding="utf-8")
    reference = write_components_reference.document()
    write_components_reference.TARGET.write_text(reference, encoding="utf-8")
