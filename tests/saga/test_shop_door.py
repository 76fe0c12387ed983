"""Whatever happens on its way, a stored order's saga starts once and its end is announced."""

from __future__ import annotations

import pytest

from tests.saga.shop_door import VISITS, ShopDoor, single_faults, with_one_more


@pytest.mark.parametrize("visit", VISITS)
def test_no_single_fault_loses_an_order_or_its_announcement(visit: str) -> None:
    plans = list(single_faults(VISITS[visit]))
    wrong = {
        str(plan): found for plan in plans if (found := ShopDoor(VISITS[visit], plan).run().wrong)
    }

    assert len(plans) > 6
    assert wrong == {}


def test_no_pair_of_faults_on_the_way_of_one_order_does_either() -> None:
    visit = VISITS["one order, the stream stalls"]
    plans = [pair for plan in single_faults(visit) for pair in with_one_more(visit, plan)]
    wrong = {str(plan): found for plan in plans if (found := ShopDoor(visit, plan).run().wrong)}

    assert len(plans) > 300
    assert wrong == {}
