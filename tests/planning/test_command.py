"""``make plan``: what it prints, draws and refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from planning.__main__ import PROJECT, WRONG, main
from planning.stage_settings import SettingsError, settings_of


def test_the_plan_says_quotas_reconnect_bill_other_ways_and_what_is_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--peak", "1000000", "--out", str(tmp_path)]) == 0

    told = capsys.readouterr().out
    for part in (
        "1,000,000 connections at the peak, 10,000,000 orders a day, 1,667 connects a second",
        "new WebSocket connections (L-9ED1E49A): ASK FOR 2,100",
        "concurrent executions (L-B99A9384)",
        "s each (assumed); enough up to 0.0512 s each",
        "connects/s x 8 h x 3600 s x 30 days",
        "write units of a new table (warm throughput): SET ITS warm throughput TO 5,300",
        "StartExecution throttle token refill rate per second (no code on AWS's pages)",
        "33.3 min at the usual quotas",
        "at $25 per million state transitions",
        "AppSync Events",
        "Server-Sent Events from an awake function",
        "sign-ins: they cost by users a month",
        "RAISE IT to",
    ):
        assert part in told, part
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cost.png", "cost.svg"]
    assert (
        b"ours: WebSocket push" in (tmp_path / "cost.svg").read_bytes()
        or b"<path" in (tmp_path / "cost.svg").read_bytes()
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--peak", "lots"], "PEAK must be a whole number from 1 to 100,000,000, got 'lots'"),
        (["--peak", "1", "--orders", "0"], "ORDERS must be a whole number"),
        (["--peak", "1", "--connects", "x"], "CONNECTS must be a whole number"),
        (["--peak", "1", "--stage", "nowhere"], "STAGE must be one of dev, local, prod, staging"),
        (["--peak", "1", "--stage", "../dev"], "STAGE must be one of"),
        (["--peak", "1", "--out", "/dev/null/x"], "cannot write the picture into /dev/null/x"),
    ],
)
def test_a_value_that_cannot_be_used_ends_in_one_sentence(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == WRONG

    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1


def test_the_settings_are_the_stage_s_or_the_declared_defaults() -> None:
    dev, prod = settings_of(PROJECT, "dev"), settings_of(PROJECT, "prod")

    assert (dev.subscription_check_minutes, dev.connect_rate_limit) == (10, 100)
    assert prod.connect_rate_limit == 300


def test_a_setting_that_is_no_number_is_named(tmp_path: Path) -> None:
    (tmp_path / "Pulumi.yaml").write_text((PROJECT / "Pulumi.yaml").read_text())
    (tmp_path / "Pulumi.dev.yaml").write_text(
        "config:\n  realtime-checkout:connectRateLimit: fast\n"
    )

    with pytest.raises(SettingsError, match=r"connectRateLimit in Pulumi\.dev\.yaml must be"):
        settings_of(tmp_path, "dev")


def test_the_page_says_how_long_a_reconnect_takes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["--peak", "1000000", "--out", str(tmp_path)])
    page = (PROJECT / "docs" / "planning.md").read_text(encoding="utf-8")

    assert "33.3 min at the usual quotas, 7.9 min at those above" in capsys.readouterr().out
    assert "within 33 minutes at the usual quotas, and within 8 with" in " ".join(page.split())
