"""Import directions: that import-linter's contracts bite, and what import-linter does not see."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.repository import REPO_ROOT

ALLOWED = {
    "__main__.py": {"stage", "components", "pulumi"},
    "stage.py": {
        "__future__",
        "collections.abc",
        "components.building_blocks.args_errors",
        "contextlib",
        "contract.metrics",
        "dataclasses",
        "re",
        "setting_values",
        "stage_name",
        "typing",
        "pulumi",
        "pulumi.runtime",
    },
    "stage_name.py": {
        "__future__",
        "components.building_blocks.autonaming",
        "components.building_blocks.child_names",
        "re",
        "pulumi",
        "setting_values",
    },
    "setting_values.py": {
        "__future__",
        "collections.abc",
        "dataclasses",
        "difflib",
        "json",
        "re",
        "pulumi",
        "pulumi.runtime",
    },
}
PACKAGES = ("benchmarks", "client", "components", "contract", "functions", "local", "operations",
            "planning", "policy", "review", "tests", "tools")  # fmt: skip
# Where a module is planted, what it imports, and a part of the name of the contract that it breaks.
PLANTED = (
    ("components/realtime_notifier/nested/planted.py", "components.saga.component",
     "no component imports another"),
    ("components/building_blocks/nested/planted.py", "components.user_directory",
     "one component, what it is built of"),
    ("components/saga/nested/planted.py", "boto3", "never AWS's client library"),
    ("components/saga/retries.py", "pulumi", "a saga's definition is pure"),
    ("functions/checkout/domain/nested/planted.py", "boto3", "domain imports neither"),
    ("functions/checkout/http/nested/planted.py", "botocore", "http never talks to AWS"),
    ("functions/checkout/http/nested/upwards.py", "functions.checkout.get_order",
     "functions.checkout: entry points"),
    ("functions/checkout/refund_payment.py", "functions.checkout.charge_payment",
     "functions.checkout: entry points"),
    ("functions/realtime/helper.py", "json", "functions.realtime: entry points"),
    ("functions/realtime/push/nested/planted.py", "pulumi", "functions never import Pulumi"),
    ("functions/common/nested/planted.py", "functions.realtime", "common imports none"),
    ("functions/common/nested/tooled.py", "tools.draw_loop", "the product imports neither tests"),
    ("contract/nested/planted.py", "local.seed", "contract imports nothing"),
    ("local/trials/nested/planted.py", "components", "planning, policy are apart"),
    ("operations/nested/planted.py", "local.seed", "rooms:"),
    ("operations/nested/infrastructure.py", "pulumi", "knows nothing of Pulumi"),
    ("planning/nested/planted.py", "boto3", "planning reckons"),
    ("planning/bill.py", "planning.alternatives", "planning: counts and prices"),
    ("policy/nested/planted.py", "contract", "policy imports nothing of ours"),
    ("policy/rules/nested/planted.py", "pulumi", "the rules are pure, and know no Pulumi"),
    ("local/trials/nested/upwards.py", "review.side", "rooms:"),
    ("review/nested/planted.py", "components.saga.component", "review sees a program from outside"),
    ("review/sagas/nested/planted.py", "local.plan", "review: what compares"),
    ("tools/nested/planted.py", "functions.common", "tools see a program from outside"),
)  # fmt: skip


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What import-linter says of each contract that it finds broken, with everything planted."""
    folder = tmp_path_factory.mktemp("planted")
    for package in PACKAGES:
        shutil.copytree(
            REPO_ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__")
        )
    shutil.copy(REPO_ROOT / "pyproject.toml", folder)
    for name, imported, _ in PLANTED:
        planted = folder / name
        planted.parent.mkdir(exist_ok=True)
        (planted.parent / "__init__.py").touch()
        with planted.open("a") as module:
            module.write(f"import {imported}\n")
    linted = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert linted.returncode == 1, linted.stdout + linted.stderr
    details = linted.stdout.split("Broken contracts", 1)[1]
    # Each contract's part begins with its name, underlined.
    parts = re.split(r"\n\n(.+)\n-+\n", details)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


@pytest.mark.parametrize(("name", "imported", "contract"), PLANTED)
def test_a_planted_import_breaks_its_contract(
    broken: dict[str, str], name: str, imported: str, contract: str
) -> None:
    (said,) = [details for title, details in broken.items() if contract in title]
    module = name.removesuffix(".py").replace("/", ".")

    assert f"{module} -> {imported}" in said or f"- {module}\n" in said, said  # or: no layer


def test_only_what_writes_settings_imports_the_stage_of_our_own_program() -> None:
    """``stage.py`` is the program's: a package that knew it could serve no other program."""
    importing = [
        source.relative_to(REPO_ROOT).as_posix()
        for package in PACKAGES
        for source in (REPO_ROOT / package).rglob("*.py")
        if "stage" in imported_by(source)
    ]

    assert sorted(importing) == [
        "tests/test_stage_settings.py",
        "tests/tools/test_write_settings.py",
        "tools/write_settings.py",
    ]


def test_contract_imports_nothing_but_itself() -> None:
    """The table of quotas, which no function imports, is made of dataclasses."""
    imported = {
        name
        for source in (REPO_ROOT / "contract").rglob("*.py")
        if source.name != "quotas.py"
        for name in imported_by(source)
    }

    assert {name for name in imported if not name.startswith("contract.")} == set()


@pytest.mark.parametrize("name", sorted(ALLOWED))
def test_a_top_level_module_imports_only_what_is_allowed(name: str) -> None:
    assert imported_by(REPO_ROOT / name) <= ALLOWED[name]


def test_components_read_neither_configuration_nor_environment() -> None:
    found = modules_that_read_settings(REPO_ROOT / "components")

    # It reads one key of Pulumi's own, ``pulumi:autonaming``, and none of a stage.
    assert found == ["building_blocks/autonaming.py"]


@pytest.mark.parametrize(
    "text", ["pulumi.Config()", "os.environ['STAGE']", "from os import environ"]
)
def test_a_read_of_settings_in_a_nested_folder_is_found(tmp_path: Path, text: str) -> None:
    nested = tmp_path / "saga" / "deeper"
    nested.mkdir(parents=True)
    (nested / "clean.py").write_text("environment = {}\n")
    (nested / "planted.py").write_text(text)

    assert modules_that_read_settings(tmp_path) == ["saga/deeper/planted.py"]


def modules_that_read_settings(folder: Path) -> list[str]:
    """The modules below ``folder``, at any depth, that read Pulumi's configuration or the
    environment."""
    return [
        source.relative_to(folder).as_posix()
        for source in sorted(folder.rglob("*.py"))
        if "pulumi.Config" in source.read_text()
        or "environ" in source.read_text().replace("environment", "")
    ]


def imported_by(source: Path) -> set[str]:
    """The modules that the module names in its imports."""
    imported = set()
    for node in ast.walk(ast.parse(source.read_text())):
        if isinstance(node, ast.Import):
            imported |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported.add(str(node.module))
    return imported
