"""Quota notes: what a planned load means."""

from __future__ import annotations

from datetime import date

import pytest

from components.building_blocks.code_archive import family_files
from components.quotas import demands, describe, quota_notes
from contract.quotas import QUOTAS, Quota


def test_a_load_within_the_defaults_asks_for_nothing() -> None:
    assert demands(1_200_000, 500, 10) == []
    assert demands(1, 1, 10) == []


def test_more_connects_a_second_than_the_default_asks_for_the_difference() -> None:
    (demand,) = demands(1000, 750, 10)

    assert "Raise L-9ED1E49A" in demand
    assert "from 500 to at least 750 (+250)" in demand


def test_a_peak_that_renews_faster_than_the_default_is_found_without_being_announced() -> None:
    demand = demands(7_200 * 600, 10, 10)[0]

    assert "to at least 600 (+100)" in demand
    assert "renew 600 times a second" in demand


def test_what_a_huge_peak_of_idle_pages_sends_exceeds_the_shared_request_rate() -> None:
    assert any("L-8A5B8E43" in demand for demand in demands(1_600_000, 1, 10))
    assert demands(2_000_000, 1, 110) == []


def test_the_demand_counts_heartbeats_and_the_proofs_with_their_answers() -> None:
    (demand,) = demands(3_000_000, 1, 10)

    assert "to at least 21,251 (+11,251)" in demand
    assert "10,000 heartbeats" in demand
    assert "5,000 times (each 10 min, 2 requests), and 417 connect" in demand


def test_the_notes_say_why_500_concurrent_is_wrong() -> None:
    (note,) = [note for note in quota_notes([]) if "500 concurrent" in note]

    assert "500 per second, each for up to 2 hours, allow 3,600,000 at once" in note


@pytest.mark.parametrize("quota", QUOTAS, ids=lambda quota: quota.name)
def test_every_quota_names_unit_source_and_date_and_a_code_where_it_can_be_raised(
    quota: Quota,
) -> None:
    assert quota.value > 0
    assert quota.unit
    assert quota.source.startswith("https://docs.aws.amazon.com/")
    assert date.fromisoformat(quota.checked).isoformat() in describe(quota)
    assert f"{quota.value:,} {quota.unit}" in describe(quota)
    assert quota.adjustable == (quota.code is not None)


@pytest.mark.parametrize("family", ["checkout", "realtime"])
def test_no_function_carries_the_quotas(family: str) -> None:
    """Otherwise a quota that changes would deploy every function again."""
    files = family_files(family)

    assert "contract/limits.py" in files
    assert "contract/quotas.py" not in files
