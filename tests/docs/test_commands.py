"""Each command that a page tells a person to type is one that there is, and what can run here runs.

A typing error in any of them fails here. What a command does is proved elsewhere: ``RUN_BY`` names
the test. ``NOT_RUN`` has the rest, with the reason.
"""

from __future__ import annotations

import re

import pytest

from tests.docs.command_checks import wrong
from tests.docs.pages import pages
from tests.docs.shell_commands import Command, commands
from tests.support.repository import REPO_ROOT

COMMANDS = [one for page, text in pages().items() for one in commands(page, text)]
UNIQUE = list({(one.words, one.whole): one for one in COMMANDS}.values())
RUN_BY = {
    "make demo": ".ci/run",
    "make check": ".ci/run",
    "make setup": ".ci/run",
    "make test": ".ci/run",
    "make drift": "tests/tools/delivery/test_drift.py::"
    "test_drift_is_told_apart_from_what_is_only_not_deployed",
    "make fault-injection": "tests/saga/test_faults.py::test_no_single_fault_violates_an_invariant",
    "make flash-sale": "tests/local/trials/test_flash_sale.py::test_exact_books_are_right",
    "make forget-user": "tests/e2e/test_forget_user.py::"
    "test_a_user_with_orders_an_open_page_and_a_log_is_erased_and_another_is_not",
    "make fuzz": "tests/e2e/test_fuzz_on_the_stage.py",
    "make page": "tests/operations/test_write_page.py::"
    "test_the_folder_holds_the_page_and_its_settings_and_nothing_else",
    "make plan": "tests/planning/test_command.py::"
    "test_the_plan_says_quotas_reconnect_bill_other_ways_and_what_is_missing",
    "make policies": "tests/tools/test_write_policies.py",
    "make policy": "tests/local/test_policy_report.py::test_all_stages_of_this_repository_pass",
    "make preview": "tests/local/test_preview.py::test_a_components_children_stand_below_it",
    "make provider-rules": "tests/tools/test_write_provider_rules.py",
    "make pulumi-preview": "tests/tools/delivery/test_preview.py::"
    "test_a_preview_says_what_is_replaced_first_and_no_value",
    "make pulumi-up": "tests/tools/delivery/test_up.py::"
    "test_a_deployed_stage_leaves_its_outputs_for_the_other_commands",
    "make push": "tests/operations/test_push_event.py",
    "make redrive": "tests/operations/test_redrive.py::"
    "test_a_stuck_order_is_run_on_and_its_messages_are_dropped",
    "make review": "tests/review/test_command.py::"
    "test_the_review_is_printed_and_written_and_no_programs_words_are_in_it",
    "make release": "tests/tools/delivery/test_release.py::"
    "test_a_release_is_the_package_the_policy_pack_the_client_and_their_digests",
    "make schema": "tests/tools/test_write_schema.py::"
    "test_the_kept_schema_is_what_the_package_answers",
    "make settings": "tests/tools/test_write_settings.py",
    "make show-order": "tests/operations/test_show_order.py::"
    "test_every_stored_attribute_is_printed_whatever_its_name",
    "make soak": "tests/e2e/test_soak.py::"
    "test_nothing_is_lost_doubled_or_reordered_while_pages_come_and_go",
    "make test-client": "tests/client/test_client_js.py",
    "make token": "tests/operations/test_print_token.py",
    "make up": "tests/e2e/test_stage_life.py::"
    "test_up_serves_until_it_is_told_to_stop_and_leaves_nothing",
    "make unit-counts": "tests/tools/test_write_costs.py",
    "make urns": "tests/components/test_urns.py",
    "make upgrade-baseline": "tests/upgrades/test_upgrade.py",
    "make verify": "tests/e2e/test_verify.py::test_a_stage_that_works_passes_and_nothing_is_left",
    ".venv/bin/python": "tests/costs/test_costs.py",
    "sed": "tests/docs/test_hosting.py::test_the_lines_for_nginx_hold_every_header",
    "npm": "tests/client/readme_install.test.mjs",
    "node": "tests/docs/test_getting_started.py::test_the_test_of_the_own_page_passes",
    "aws dynamodb restore-table-to-point-in-time": "tests/e2e/test_restored_table.py::"
    "test_a_page_hears_of_the_restore_and_of_every_event_after_it",
}
"""What a command begins with -> the test that runs it, or does with its module what it does."""
NOT_RUN = {
    "apt-get": "changes the machine",
    "aws": "needs an AWS account; the options are held against the CLI's own models",
    "cat": "writes a file that a test reads from the page",
    "cd": "part of a person's shell",
    "curl": "needs a hosted page",
    "gh": "needs a repository on GitHub; the options are held against its manual",
    "git clone": "fetches from a host that is not there",
    "git push": "needs a repository to push to",
    "git tag": "changes the repository that the tests run in",
    "grep": "reads what curl gets",
    "jq": "no test may count on it; the outputs' names are held against the program's",
    "make bench": "compares times, on which no test may depend",
    "make clean": "removes what the tests run on",
    "make lint-workflows": "needs Go, which fetches actionlint",
    "make lock": "asks the package index for newer versions",
    "make pictures": "takes a minute; tests hold what it writes",
    "make simulate": "takes two minutes; a test holds the docs to the results that it wrote",
    "mkdir": "part of a person's shell",
    "openssl": "no test may count on it; operations/page_headers.py computes the same hash",
    "pipx": "installs on the machine",
    "printf": "feeds openssl",
    "pulumi": "needs the Pulumi CLI",
    "python3 -m http.server": "serves a page until a person stops it",
    "sort": "reads what aws answers",
}
"""What a command begins with -> why no test runs it."""


def line(command: Command) -> str:
    """The command without make's own options, and with a space behind."""
    return re.sub(r"^make (-s |-C \S+ )+", "make ", f"{command} ")


def test_the_commands_are_found() -> None:
    found = {one.words[0] for one in COMMANDS}

    assert {"aws", "make", "node", "npm", "pulumi"} <= found
    assert len(COMMANDS) > 200


def test_a_command_is_one_that_there_is() -> None:
    problems = {f"{one.page}: {one}": wrong(one) for one in UNIQUE}

    assert {where: what for where, what in problems.items() if what} == {}


def test_a_command_is_run_or_the_reason_is_given() -> None:
    known = tuple(f"{row} " for row in (*RUN_BY, *NOT_RUN))
    left = [f"{one.page}: {one}" for one in UNIQUE if not line(one).startswith(known)]

    assert left == [], "add each to RUN_BY or NOT_RUN"


@pytest.mark.parametrize("table", [RUN_BY, NOT_RUN], ids=["RUN_BY", "NOT_RUN"])
def test_no_row_is_of_a_command_that_no_page_has(table: dict[str, str]) -> None:
    lines = [line(one) for one in COMMANDS]

    assert [row for row in table if not any(one.startswith(f"{row} ") for one in lines)] == []


@pytest.mark.parametrize("place", sorted({*RUN_BY.values()}))
def test_the_test_that_runs_a_command_exists(place: str) -> None:
    file, _, test = place.partition("::")
    text = (REPO_ROOT / file).read_text(encoding="utf-8")

    assert not test or re.search(rf"^def {test}\(", text, re.MULTILINE)
    if file == ".ci/run":
        for command in (one for one, by in RUN_BY.items() if by == place):
            assert re.search(rf"^step {command}\b", text, re.MULTILINE), command


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("make verfy OUTPUTS=outputs.json", "make has no target verfy"),
        ("make verify OUTPUT=outputs.json", "make verify reads no OUTPUT"),
        ("pulumi stak init dev", "pulumi has no stak init"),
        ("pulumi up --skip-previw", "no option --skip-previw"),
        ("pulumi config set allowedOrigin2 x", "no setting allowedOrigin2"),
        ("pulumi stack output websocketurl", "no output websocketurl"),
        ("aws sqs start-message-move --source-arn x", "there is no aws sqs start-message-move"),
        ("aws sqs start-message-move-task --source x", "no option --source"),
        (
            "aws dynamodb wait table-exist --table-name x",
            "there is no aws dynamodb wait table-exist",
        ),
        ("jq -r .userpool outputs.json", "no output .userpool"),
        ("npm install ../realtime-checkout/clients", "is no package"),
        ("node --tests live.test.mjs", "no option --tests"),
        (".venv/bin/python -m tests.cost", "no module tests.cost"),
        ("gh variable put A --body b", "gh has no variable put"),
        ("gh variable set A --value b", "no option --value"),
        ("maek up", "no page uses maek so far"),
    ],
)
def test_a_typing_error_is_found(typed: str, said: str) -> None:
    (command,) = commands("page", f"```console\n{typed}\n```\n")

    assert said in "; ".join(wrong(command))


def test_the_parts_of_a_line_are_commands_of_their_own() -> None:
    block = 'A=1\nB=$(aws x y) # why\nmake up && cd "$(jq .a b)" | sed -n \\\n  s/a/b/ > file\n'

    assert [str(one) for one in commands("page", f"```sh\n{block}```\n")] == [
        "aws x y", "jq .a b", "make up", "cd SUBSTITUTED", "sed -n s/a/b/",
    ]  # fmt: skip
