"""The page's response headers as a response headers policy of CloudFront. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

MAX_VALUE_CHARACTERS = 1783
"""CloudFront takes no longer Content-Security-Policy, and no longer value of a custom header:
https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html"""


def response_headers_policy(http_url: str, headers: Mapping[str, str]) -> dict[str, Any]:
    """``ResponseHeadersPolicyConfig`` with these headers. Its name is that of the stage's HTTP API.

    CloudFront has fields of its own for some headers and refuses these as custom headers.
    """
    others = dict(headers)
    security = {
        "ContentSecurityPolicy": {
            "Override": True,
            "ContentSecurityPolicy": others.pop("Content-Security-Policy"),
        },
        "ContentTypeOptions": {"Override": True},
        "ReferrerPolicy": {"Override": True, "ReferrerPolicy": others.pop("Referrer-Policy")},
    }
    del others["X-Content-Type-Options"]  # its only value is nosniff
    if transport := others.pop("Strict-Transport-Security", ""):
        security["StrictTransportSecurity"] = {
            "Override": True,
            "AccessControlMaxAgeSec": int(transport.removeprefix("max-age=")),
            "IncludeSubdomains": False,
            "Preload": False,
        }
    return {
        "Name": f"shop-page-{(urlsplit(http_url).hostname or 'stage').partition('.')[0]}",
        "Comment": "Written by make page. Write it again when the page or its stage changes.",
        "SecurityHeadersConfig": security,
        "CustomHeadersConfig": {
            "Quantity": len(others),
            "Items": [
                {"Header": header, "Value": value, "Override": True}
                for header, value in others.items()
            ],
        },
    }
