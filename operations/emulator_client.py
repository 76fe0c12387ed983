"""boto3 clients of a local stage's emulator, which a person's own AWS set-up does not reach."""

from __future__ import annotations

import os
from functools import lru_cache
from typing import Any

import boto3
import botocore.session
from botocore.config import Config
from botocore.configprovider import BOTOCORE_DEFAUT_SESSION_VARIABLES

ROOT_KEY = "test"
"""Key and secret of the emulator's root user, who may do everything."""
FILES = ("config_file", "credentials_file")


def emulator_client(service: str, endpoint_url: str, region: str) -> Any:
    """A client that reads no profile, file, credential, variable or proxy of the person."""
    return _session().client(
        service,
        endpoint_url=endpoint_url,
        region_name=region,
        aws_access_key_id=ROOT_KEY,
        aws_secret_access_key=ROOT_KEY,
        config=Config(max_pool_connections=50, retries={"max_attempts": 2}, proxies={}),
    )


@lru_cache  # a session reads each service's model once, for all its clients
def _session() -> Any:
    # Each setting: its name in a file, its variable, its default, a conversion. Only the last two
    # stay; without them a variable that botocore refuses would stop every client.
    defaults = {
        name: (None, None, os.devnull if name in FILES else default, convert)
        for name, (_, _, default, convert) in BOTOCORE_DEFAUT_SESSION_VARIABLES.items()
    }
    session = botocore.session.Session(defaults)
    for section in ("s3", "proxies_config"):  # they have variables of their own
        session.get_component("config_store").set_config_variable(section, {})
    return boto3.Session(botocore_session=session)
