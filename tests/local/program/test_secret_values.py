"""Secrets of a stage's file are decrypted, or refused by name; they are never printed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from local.preview import preview
from local.program import STAND_IN, ProgramError, stage_config
from tests.support.repository import REPO_ROOT

PASSPHRASE = "correct horse"
# Written by `pulumi config set --secret` of CLI 3.260 with that passphrase.
STAGE = """\
encryptionsalt: v1:EkFvVEocXWs=:v1:9koLoDkEWwLouQoj:6T6dCFCanuT30BKzi1kLcN+8cWZwaw==
config:
  trial:greeting:
    secure: v1:G5VJ4CU0an9zepkz:H2R6V4G+a56dliP8QRzXy4ly8bQzebAgsTc1gw8hUC4=
  trial:guests:
    - secure: v1:QXtNrcaWEA5Olaaf:6uT15BUVZ9xMy5jyQnosih94BbmUw+NAakx/7AUcsbA=
    - Cecilia
  trial:menu:
    main:
      dish:
        secure: v1:KUblF0efcllfn6xo:A04k/423R/xL3y81q0tMNvkI1E9G85Fz+V0lTVzQzg==
    price: 12
  trial:wholeList:
    secure: v1:vcTpnkwpD18ZtCxU:aIbQBGdQ5EclQHyRwF3SvB80J7I6gByXh1vuR6S1Uadq4eLrCsF/wLyUmw==
"""
GREETING = 'hello "Ana" \\ é'
SECRETS = (GREETING, "Bertil-the-guest", "pickled-herring", "one-secret", "two-secret")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "Pulumi.yaml").write_text("name: trial\n")
    (tmp_path / "Pulumi.dev.yaml").write_text(STAGE, encoding="utf-8")
    monkeypatch.setenv("PULUMI_CONFIG_PASSPHRASE", PASSPHRASE)
    return tmp_path


def test_what_pulumi_encrypted_is_decrypted_at_any_depth(project: Path) -> None:
    config = stage_config(project, "dev", {})

    assert config.values == {
        "trial:greeting": GREETING,
        "trial:guests": '["Bertil-the-guest","Cecilia"]',
        "trial:menu": '{"main":{"dish":"pickled-herring"},"price":12}',
        "trial:wholeList": '["one-secret","two-secret"]',
    }
    assert config.secret_keys == set(config.values)


def test_the_passphrase_may_stand_in_a_file(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / "passphrase").write_text(f"{PASSPHRASE}\n")
    monkeypatch.delenv("PULUMI_CONFIG_PASSPHRASE")
    monkeypatch.setenv("PULUMI_CONFIG_PASSPHRASE_FILE", str(project / "passphrase"))

    assert stage_config(project, "dev", {}).values["trial:greeting"] == GREETING


@pytest.mark.parametrize(
    ("was", "now", "passphrase", "says"),
    [
        ("", "", None, "trial:greeting is a secret; set PULUMI_CONFIG_PASSPHRASE to read it"),
        ("", "", "", "trial:greeting is a secret, and PULUMI_CONFIG_PASSPHRASE is not the passphr"),
        ("", "", "wrong", "trial:greeting is a secret, and PULUMI_CONFIG_PASSPHRASE is not the"),
        ("salt: v1:", "salt: v2:", PASSPHRASE, "trial:greeting is a secret, and PULUMI_CONFIG"),
        ("salt: v1:", "salt: ", PASSPHRASE, "trial:greeting is a secret, and PULUMI_CONFIG"),
        ("encryptionsalt", "old", PASSPHRASE, "trial:greeting is a secret of a Pulumi service"),
        ("encryptionsalt: v1", "secretsprovider: awskms://alias/x?v1", PASSPHRASE,
         "trial:greeting is a secret of awskms://alias/x?v1"),
        ("v1:G5VJ", "v1:G5VK", PASSPHRASE, "the secret trial:greeting was not encrypted with this"),
        ("v1:G5VJ", "v2:G5VJ", PASSPHRASE, "the secret trial:greeting was not encrypted with this"),
        ("v1:G5VJ", "v1:+?", PASSPHRASE, "pulumi config set --secret trial:greeting"),
        ("v1:QXtN", "", PASSPHRASE, "the secret trial:guests was not encrypted with this file's"),
    ],
)  # fmt: skip
def test_a_secret_that_cannot_be_decrypted_is_refused_by_name(
    project: Path,
    monkeypatch: pytest.MonkeyPatch,
    was: str,
    now: str,
    passphrase: str | None,
    says: str,
) -> None:
    (project / "Pulumi.dev.yaml").write_text(STAGE.replace(was, now) if was else STAGE)
    monkeypatch.delenv("PULUMI_CONFIG_PASSPHRASE")
    if passphrase is not None:
        monkeypatch.setenv("PULUMI_CONFIG_PASSPHRASE", passphrase)

    with pytest.raises(ProgramError) as refused:
        stage_config(project, "dev", {})

    assert says in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("salt", ["encryptionsalt", "old"])
def test_who_only_looks_gets_something_else_for_a_secret_without_its_key(
    project: Path, monkeypatch: pytest.MonkeyPatch, salt: str
) -> None:
    (project / "Pulumi.dev.yaml").write_text(STAGE.replace("encryptionsalt", salt))
    monkeypatch.delenv("PULUMI_CONFIG_PASSPHRASE")

    config = stage_config(project, "dev", {"trial:menu": "soup"}, stand_in=True)
    assert config.unread == ("trial:greeting", "trial:guests", "trial:wholeList")
    assert config.values["trial:guests"] == f'["{STAND_IN}","Cecilia"]'
    assert config.masked(STAND_IN) == config.shown()["trial:greeting"] == "[secret]"


def test_who_only_looks_reads_a_secret_that_can_be_read_and_needs_its_passphrase(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = stage_config(project, "dev", {}, stand_in=True)
    assert (config.values["trial:greeting"], config.unread) == (GREETING, ())

    monkeypatch.setenv("PULUMI_CONFIG_PASSPHRASE", "wrong")
    with pytest.raises(ProgramError, match="is not the passphrase"):
        stage_config(project, "dev", {}, stand_in=True)


@pytest.mark.parametrize("value", ["{secure: x, other: y}", "{secure: 5}", "{safe: x}"])
def test_a_mapping_that_pulumi_takes_for_no_secret_is_none(project: Path, value: str) -> None:
    (project / "Pulumi.dev.yaml").write_text(f"config: {{trial:key: {value}}}")

    assert stage_config(project, "dev", {}).secret_keys == set()


TELLS = """\
import sys
import pulumi
config = pulumi.Config()
for key in ("greeting", "guests", "menu", "wholeList"):
    pulumi.log.warn(f"{key} is {config.get(key)} or {config.get(key)!r}")
    print(config.get(key), repr(config.get(key)), file=sys.stderr)
assert pulumi.runtime.is_config_secret("trial:greeting")
"""


def test_a_secret_is_in_no_preview_no_warning_and_no_log(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "__main__.py").write_text(TELLS)

    text = preview(project, "dev").text

    assert "trial:greeting   [secret]" in text
    assert '- guests is ["[secret]","Cecilia"]' in text
    captured = capsys.readouterr()
    assert "[secret]" in captured.err
    for secret in SECRETS:
        assert secret not in text
        assert secret not in captured.err + captured.out


def test_a_secret_is_in_no_error(project: Path) -> None:
    (project / "__main__.py").write_text(f"{TELLS}raise ValueError(config.require('guests'))\n")

    with pytest.raises(ProgramError, match=r'(?s)refused: .*\["\[secret\]","Cecilia"\]') as failed:
        preview(project, "dev")

    assert [secret for secret in SECRETS if secret in str(failed.value)] == []


def test_a_command_ends_with_the_refusal_alone(project: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "local", "preview", "--stage", "dev", "--project", str(project)],
        cwd=REPO_ROOT,
        env={"PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode != 0
    assert "trial:greeting is a secret; set PULUMI_CONFIG_PASSPHRASE to read it" in done.stderr
    assert "Traceback" not in done.stderr
