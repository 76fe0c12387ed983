"""The monitor: any program runs on it, and what it registers arrives as plain values."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Mapping
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest

from local.program import Created, Program, ProgramError, ProgramResult, run_program
from local.program.wire import Archive, Asset

PROJECT = (
    "name: trial\nruntime: python\nconfig:\n  greeting:\n    type: string\n    default: hello\n"
)


class Recorder:
    """Creates nothing; remembers what it was asked and by how many threads at once."""

    def __init__(self, parties: int = 1) -> None:
        self.created: list[tuple[str, dict[str, Any]]] = []
        self._together = threading.Barrier(parties, timeout=20)

    def create(self, resource_type: str, name: str, inputs: Mapping[str, Any]) -> Created:
        if name.startswith("refused"):
            raise ValueError(f"no {name} here")
        if name.startswith("unknown"):
            raise KeyError(name)
        self._together.wait()
        self.created.append((name, dict(inputs)))
        return Created(f"{name}-id", {"arn": f"arn:{name}", "name": name})

    def invoke(self, token: str, args: Mapping[str, Any]) -> dict[str, Any]:
        return {"partition": "aws-test", "id": "aws-test"}


def write(tmp_path: Path, source: str) -> None:
    (tmp_path / "Pulumi.yaml").write_text(PROJECT)
    (tmp_path / "Pulumi.local.yaml").write_text("config: {}\n")
    (tmp_path / "__main__.py").write_text("import pulumi, pulumi_aws as aws\n" + source)


def run(tmp_path: Path, source: str, recorder: Recorder, **overrides: object) -> ProgramResult:
    write(tmp_path, source)
    config = {f"trial:{key}": value for key, value in overrides.items()}
    return run_program(tmp_path, "local", recorder, config_overrides=config)


def test_exports_resolve_outputs_and_settings(tmp_path: Path) -> None:
    source = (
        "role = aws.iam.Role('role', assume_role_policy='{}')\n"
        "pulumi.export('arn', role.arn)\n"
        "pulumi.export('greeting', pulumi.Config().get('greeting'))\n"
        "pulumi.export('stack', pulumi.get_stack())\n"
        "pulumi.export('partition', aws.get_partition().partition)\n"
    )

    exports = run(tmp_path, source, Recorder()).exports

    assert exports == {"arn": "arn:role", "greeting": "hello", "stack": "local",
                       "partition": "aws-test"}  # fmt: skip


def test_an_override_wins_over_a_default(tmp_path: Path) -> None:
    source = "pulumi.export('greeting', pulumi.Config().get('greeting'))\n"
    assert run(tmp_path, source, Recorder(), greeting="moin").exports == {"greeting": "moin"}


def test_secrets_arrive_unwrapped_and_whole_numbers_as_integers(tmp_path: Path) -> None:
    recorder = Recorder()
    source = (
        "aws.lambda_.Function('f', role=pulumi.Output.secret('arn:role'), timeout=30,\n"
        "    environment={'variables': {'KEY': pulumi.Output.secret('value')}})\n"
    )

    run(tmp_path, source, recorder)

    ((_, inputs),) = recorder.created
    assert inputs["role"] == "arn:role"
    assert inputs["environment"] == {"variables": {"KEY": "value"}}
    assert inputs["timeout"] == 30
    assert isinstance(inputs["timeout"], int)


def test_a_policy_given_as_an_object_is_a_text_as_the_provider_makes_it(tmp_path: Path) -> None:
    source = (
        "trust = {'Statement': {'Effect': 'Allow', 'Action': 'sts:AssumeRole'}}\n"
        "role = aws.iam.Role('role', assume_role_policy=trust)\n"
        "pulumi.export('trust', role.assume_role_policy)\n"
    )
    recorder = Recorder()

    exported = run(tmp_path, source, recorder).exports["trust"]

    assert exported == recorder.created[0][1]["assumeRolePolicy"]
    assert json.loads(exported) == {"Statement": {"Effect": "Allow", "Action": "sts:AssumeRole"}}


def test_archives_name_their_files(tmp_path: Path) -> None:
    recorder = Recorder()
    (tmp_path / "code.py").write_text("")
    source = (
        "aws.lambda_.Function('f', role='r', code=pulumi.AssetArchive({\n"
        "    'a/code.py': pulumi.FileAsset('code.py')}))\n"
    )

    run(tmp_path, source, recorder)

    ((_, inputs),) = recorder.created
    assert inputs["code"] == Archive(None, {"a/code.py": Asset("code.py", None)})


def test_independent_resources_are_created_at_the_same_time(tmp_path: Path) -> None:
    recorder = Recorder(parties=4)  # each creation waits until four are under way
    source = "for n in range(4): aws.sqs.Queue(f'q{n}')\n"

    run(tmp_path, source, recorder)

    assert sorted(name for name, _ in recorder.created) == ["q0", "q1", "q2", "q3"]


def test_a_component_is_the_parent_in_its_childrens_urns(tmp_path: Path) -> None:
    source = (
        "box = pulumi.ComponentResource('a:b:Box', 'box')\n"
        "aws.sqs.Queue('q', opts=pulumi.ResourceOptions(parent=box))\n"
    )

    box, queue = run(tmp_path, source, Recorder()).resources

    assert queue.parent == box.urn
    assert queue.urn == "urn:pulumi:local::trial::a:b:Box$aws:sqs/queue:Queue::q"
    assert (box.custom, queue.custom) == (False, True)


def test_a_program_hears_how_packages_are_reached_and_no_credentials(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = {"HTTPS_PROXY", "XDG_DATA_HOME", "PYTHON_KEYRING_BACKEND"}
    for name in said | {"AWS_PROFILE", "PULUMI_CONFIG_PASSPHRASE"}:
        monkeypatch.setenv(name, "of-the-person")
    source = (
        "import os\n"
        "said = [name for name, value in os.environ.items() if value == 'of-the-person']\n"
        "pulumi.export('said', sorted(said))\n"
    )

    assert run(tmp_path, source, Recorder()).exports == {"said": sorted(said)}


def test_warnings_are_kept(tmp_path: Path) -> None:
    assert run(tmp_path, "pulumi.log.warn('mind the gap')\n", Recorder()).warnings == [
        "mind the gap"
    ]


def test_a_second_run_starts_the_program_anew_in_the_same_process(tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text("times = []\n")
    source = (
        "import os, mine\n"
        "mine.times.append(1)\n"
        "aws.sqs.Queue('q')\n"
        "pulumi.export('state', [os.getpid(), len(mine.times)])\n"
    )
    write(tmp_path, source)

    with Program(tmp_path, "local") as program:
        first, second = program.run(Recorder()), program.run(Recorder())

    assert first.exports == second.exports
    assert first.exports["state"][1] == 1
    assert [resource.urn for resource in first.resources] == [r.urn for r in second.resources]


def test_a_program_that_ends_itself_well_can_run_again(tmp_path: Path) -> None:
    write(tmp_path, "import sys; sys.exit(0)\n")

    with Program(tmp_path, "local") as program:
        assert [program.run(Recorder()).exports for _ in range(2)] == [{}, {}]


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("raise KeyError('defect')\n", r"Traceback[^$]*KeyError: 'defect'"),
        ("import json; json.loads('x')\n", "Traceback"),
        ("aws.sqs.Queue('refused-queue')\n", "aws:sqs/queue:Queue refused-queue: no refused-queue"),
        ("aws.sqs.Queue('unknown')\n", r"aws:sqs/queue:Queue unknown: KeyError\('unknown'\)"),
        ("aws.sqs.Queue('q'); aws.sqs.Queue('q')\n", "duplicate URN"),
        ("import nowhere\n", "No module named 'nowhere'"),
    ],
)
def test_a_program_that_fails_says_why(tmp_path: Path, source: str, says: str) -> None:
    with pytest.raises(ProgramError, match=says):
        run(tmp_path, source, Recorder())


@pytest.mark.parametrize(
    "source",
    [
        "raise ValueError('wrong setting')\n",
        "raise pulumi.RunError('wrong setting')\n",
        "class Wrong(pulumi.RunError, ValueError): pass\nraise Wrong('wrong setting')\n",
    ],
)
def test_settings_that_the_program_refuses_come_without_a_traceback(
    tmp_path: Path, source: str
) -> None:
    with pytest.raises(ProgramError) as failed:
        run(tmp_path, source, Recorder())

    assert str(failed.value) == "stage local is refused: wrong setting"


def test_what_the_program_prints_is_passed_on(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    run(tmp_path, "import sys; print('to see'); print('to heed', file=sys.stderr)\n", Recorder())

    assert tuple(capfd.readouterr()) == ("to see\n", "to heed\n")


def test_an_interrupt_ends_the_program_and_all_that_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = tmp_path / "started"
    source = (
        "import pathlib, subprocess, time\n"
        "sleeper = subprocess.Popen(['sleep', '600'])\n"
        f"pathlib.Path('{started}.new').write_text(str(sleeper.pid))\n"
        f"pathlib.Path('{started}.new').rename('{started}')\n"
        "time.sleep(600)\n"
    )

    def interrupt_once_started(*_: object) -> None:
        deadline = time.monotonic() + 30
        while not started.exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        monkeypatch.undo()
        raise KeyboardInterrupt

    monkeypatch.setattr(Connection, "recv", interrupt_once_started)
    with pytest.raises(KeyboardInterrupt):
        run(tmp_path, source, Recorder())

    assert_ends(int(started.read_text()))


def test_a_program_that_fails_takes_along_all_that_it_started(tmp_path: Path) -> None:
    started = tmp_path / "started"
    source = (
        "import pathlib, subprocess\n"
        "sleeper = subprocess.Popen(['sleep', '600'], stdout=subprocess.DEVNULL)\n"
        f"pathlib.Path('{started}').write_text(str(sleeper.pid))\n"
        "raise KeyError('defect')\n"
    )

    with pytest.raises(ProgramError):
        run(tmp_path, source, Recorder())

    assert_ends(int(started.read_text()))


def assert_ends(pid: int) -> None:
    deadline = time.monotonic() + 5
    while alive(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not alive(pid)


def alive(pid: int) -> bool:
    """Whether the process runs; one that is dead and not yet collected does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_missing_stage_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "Pulumi.yaml").write_text(PROJECT)

    with pytest.raises(ProgramError, match=r"Pulumi\.prod\.yaml does not exist"):
        run_program(tmp_path, "prod", Recorder())
