"""Allowed origins that are taken, and that a program should know about."""

from __future__ import annotations

from collections.abc import Sequence

import pulumi

from components.building_blocks.addresses import without_tls
from components.building_blocks.common_args import Texts


def warn_of_plain_http(allowed: Texts, *, resource: pulumi.Resource) -> None:
    """Warn of each origin without TLS that is not a loopback address, for the component."""

    def warn(origins: Sequence[object]) -> None:
        for origin in without_tls([*map(str, origins)]):
            pulumi.log.warn(
                f"allowed_origins holds {origin}: a page there comes over plain http. Whoever is "
                "between it and the buyer reads and changes it, and so gets passwords and tokens. "
                "The browser withholds what needs a secure context, such as crypto.randomUUID. "
                "Serve the page with TLS and allow its https origin instead (docs/hosting.md)",
                resource=resource,
            )

    pulumi.Output.from_input(allowed).apply(warn)
