"""Keeps the settings of the person who runs the tests out of them."""

from __future__ import annotations

import os

from local.loopback import keep_loopback_direct

KEPT = ("NODE_EXTRA_CA_CERTS",)


def leave_out_the_persons_settings() -> None:
    """Drop the AWS settings, and what node and chromedriver would read; reach loopback directly.

    The mocks of AWS need credentials and a Region of their own, and no profile, file or endpoint.
    """
    for name in tuple(os.environ):
        if name.startswith(("AWS_", "NODE_", "SE_")) and name not in KEPT:
            del os.environ[name]
    os.environ |= {
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
    }
    keep_loopback_direct(os.environ)
