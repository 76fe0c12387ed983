"""A botocore session that reads only what the functions' own clients need.

For each process, botocore looks into the folders of all four hundred services for their models, and
parses an index of every service's addresses (1.2 MB). The addresses come from each service's own
rules nowadays. docs/adr/0017 has what both cost.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from botocore.loaders import Loader
from botocore.session import Session, get_session

INDEX, PARTITIONS = "endpoints", "partitions"
"""botocore's files: of every service's addresses, and of AWS's partitions."""


class OwnServicesLoader(Loader):  # type: ignore[misc]  # botocore has no types
    """Knows the services that it is told, and no others. Their models are botocore's."""

    def __init__(self, services: Collection[str]) -> None:
        super().__init__()
        self._services = sorted(services)

    def list_available_services(self, type_name: str) -> list[str]:
        """The services, without a look at the disk."""
        return self._services

    def load_data_with_path(self, name: str) -> tuple[Any, str]:
        """A file's content and path. The index is made of the partitions, and names no service."""
        if name != INDEX:
            return super().load_data_with_path(name)  # type: ignore[no-any-return]
        known, path = super().load_data_with_path(PARTITIONS)
        try:
            return {"partitions": [_indexed(one) for one in known["partitions"]]}, path
        except (KeyError, TypeError):  # Lambda's botocore has another form of them
            return super().load_data_with_path(name)  # type: ignore[no-any-return]


def _indexed(partition: Mapping[str, Any]) -> dict[str, Any]:
    """A partition as the index describes it."""
    usual, fips = "{service}.{region}.{dnsSuffix}", "{service}-fips.{region}.{dnsSuffix}"
    suffix = partition["outputs"]["dnsSuffix"]
    dual_suffix = partition["outputs"]["dualStackDnsSuffix"]
    variants = [
        {"tags": ["fips"], "hostname": fips, "dnsSuffix": suffix},
        {"tags": ["dualstack"], "hostname": usual, "dnsSuffix": dual_suffix},
        {"tags": ["dualstack", "fips"], "hostname": fips, "dnsSuffix": dual_suffix},
    ]
    return {
        "partition": partition["id"],
        "regionRegex": partition["regionRegex"],
        "regions": {},
        "dnsSuffix": suffix,
        "defaults": {"hostname": usual, "protocols": ["https"], "signatureVersions": ["v4"],
                     "variants": variants},
        "services": {},
    }  # fmt: skip


def session_for(services: Collection[str]) -> Session:
    """A session whose clients are of these services."""
    session = get_session()
    session.register_component("data_loader", OwnServicesLoader(services))
    return session
