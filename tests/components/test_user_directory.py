"""Who gets into the stage's own user pool."""

from __future__ import annotations

from typing import Any

import pytest

from components import UserDirectory
from tests.support.recorded_program import DEV_CONFIG, record, record_stage


def pool(args: Any) -> Any:
    return record(lambda: UserDirectory("u", args) and None).named("u-pool").inputs


@pytest.mark.parametrize(
    ("args", "only_administrators"),
    [({}, True), ({"open_sign_up": False}, True), ({"open_sign_up": True}, False)],
)
def test_administrators_create_the_users_unless_sign_up_is_open(
    args: Any, only_administrators: bool
) -> None:
    assert pool(args)["adminCreateUserConfig"] == {"allowAdminCreateUserOnly": only_administrators}


def test_open_sign_up_is_a_setting_of_the_stage() -> None:
    opened = record_stage({**DEV_CONFIG, "realtime-checkout:openSignUp": "true"})

    assert opened.named("users-pool").inputs["adminCreateUserConfig"] == {
        "allowAdminCreateUserOnly": False
    }


def test_a_changed_address_counts_once_it_is_verified() -> None:
    made = pool({})

    assert made["userAttributeUpdateSettings"] == {
        "attributesRequireVerificationBeforeUpdates": ["email"]
    }
    # The provider takes only attributes that are verified by themselves.
    assert made["autoVerifiedAttributes"] == ["email"]


def test_open_sign_up_must_be_true_or_false() -> None:
    with pytest.raises(ValueError, match="open_sign_up must be true or false, got 'yes'"):
        pool({"open_sign_up": "yes"})
