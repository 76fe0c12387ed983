"""The stage itself: roles are enforced, code is reloaded, nothing leaks, nothing is left behind."""

from __future__ import annotations

import json
import re
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from local.code_reload import CodeReload
from local.function_logs import FunctionLogs
from local.shopper import Shopper
from local.stage import LocalStage

pytestmark = pytest.mark.xdist_group("stage")
ROOT = Path(__file__).resolve().parents[2]
UP = (sys.executable, "-m", "local", "up")


@pytest.fixture
def ada(stage: LocalStage) -> Shopper:
    return Shopper(stage.outputs, stage.outputs["demo_buyers"][0]).sign_in()


def products_status(stage: LocalStage) -> int:
    try:
        with urllib.request.urlopen(stage.outputs["http_url"] + "/products") as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def test_a_function_may_do_only_what_its_role_allows(stage: LocalStage) -> None:
    record = stage.provisioner.functions["checkout-list-products-function"]
    configuration = stage.client("lambda").get_function(FunctionName=record.physical_name)
    role = configuration["Configuration"]["Role"].rsplit("/", 1)[-1]
    deny = {"Effect": "Deny", "Action": "dynamodb:Scan", "Resource": "*"}
    assert products_status(stage) == 200

    stage.client("iam").put_role_policy(
        RoleName=role,
        PolicyName="deny",
        PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [deny]}),
    )
    try:
        assert products_status(stage) == 500
    finally:
        stage.client("iam").delete_role_policy(RoleName=role, PolicyName="deny")
    assert products_status(stage) == 200


def test_changed_code_is_reloaded(stage: LocalStage, ada: Shopper, tmp_path: Path) -> None:
    name, inside = "notifier-answer-unknown-function", "functions/realtime/answer_unknown.py"
    record = stage.provisioner.functions[name]
    original = record.files[inside]
    copy = tmp_path / "answer_unknown.py"
    copy.write_text(original.read_text())
    record.files[inside] = copy
    try:
        reload = CodeReload(stage.provisioner)
        assert reload.reload_changed() == []
        copy.write_text(original.read_text().replace("unknown-action", "reloaded-action"))
        assert reload.reload_changed() == [name]

        page = ada.open_page()
        page.send({"action": "fly"})
        assert page.wait_for("realtime.error").frame["code"] == "reloaded-action"
        page.close()
    finally:
        record.files[inside] = original
        stage.provisioner.update_function_code(name)


def test_no_token_and_no_password_is_in_any_log(stage: LocalStage, ada: Shopper) -> None:
    page = ada.open_page()
    order_id = ada.check_out("lamp-01", secrets.token_hex(8)).body["orderId"]
    page.wait_for("order.finalized", order_id)
    page.close()
    lines = [line for _, line in FunctionLogs(stage).new_lines()]

    everything = "\n".join([*lines, stage.emulator.log_text()])

    assert any("function_request_id" in line or "START RequestId" in line for line in lines)
    for secret in (ada.token, ada.token.split(".")[2], stage.outputs["demo_buyers"][0]["password"]):
        assert secret not in everything


def listens(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_up_serves_until_it_is_told_to_stop_and_leaves_nothing(
    tmp_path: Path, number: signal.Signals
) -> None:
    outputs_file = tmp_path / "outputs.json"
    process = subprocess.Popen(
        [*UP, "--port", "0", "--outputs", str(outputs_file)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        assert process.stdout is not None
        said = ""
        while "Function logs" not in said:
            line = process.stdout.readline()
            assert line, said
            said += line
        outputs = json.loads(outputs_file.read_text())
        mode = outputs_file.stat().st_mode & 0o777
        ports = [
            int(re.findall(r":(\d+)", outputs[k])[0]) for k in ("storefront_url", "emulator_url")
        ]
        served = urllib.request.urlopen(outputs["storefront_url"] + "/").read().decode()
        assert all(listens(port) for port in ports)
    finally:
        process.send_signal(number)
        rest, _ = process.communicate(timeout=30)

    assert process.returncode == 0, rest
    assert "<html" in served
    assert mode == 0o600
    assert not outputs_file.exists()
    deadline = time.monotonic() + 5
    while any(listens(port) for port in ports) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(listens(port) for port in ports)


def test_a_taken_port_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = subprocess.run(
            [*UP, "--port", str(port), "--outputs", str(tmp_path / "outputs.json")],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )

    assert done.returncode == 1
    assert f"port {port} of 127.0.0.1 is in use" in done.stderr
    assert "Traceback" not in done.stderr
