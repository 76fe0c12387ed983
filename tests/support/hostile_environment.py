"""What people's shells hold, and what broke a command on the local stage before."""

from __future__ import annotations

from pathlib import Path

DEAD = "http://127.0.0.1:9"
FOR_AWS = {
    "AWS_PROFILE": "of-another-project",
    "AWS_ACCESS_KEY_ID": "AKIAREAL",
    "AWS_SECRET_ACCESS_KEY": "real",
    "AWS_SESSION_TOKEN": "real-session",
    "AWS_ENDPOINT_URL": DEAD,
    "AWS_RETRY_MODE": "none",
    "AWS_MAX_ATTEMPTS": "many",
    "AWS_STS_REGIONAL_ENDPOINTS": "none",
    "AWS_S3_US_EAST_1_REGIONAL_ENDPOINT": "none",
    "AWS_DEFAULTS_MODE": "none",
    "AWS_REQUEST_CHECKSUM_CALCULATION": "none",
    "AWS_ACCOUNT_ID_ENDPOINT_MODE": "none",
}
FOR_PROXIES = {
    "HTTP_PROXY": DEAD,
    "HTTPS_PROXY": DEAD,
    "ALL_PROXY": DEAD,
    "http_proxy": DEAD,
    "https_proxy": DEAD,
    "all_proxy": DEAD,
    "NO_PROXY": "intranet.example",
    "no_proxy": "intranet.example",
}
FOR_PYTHON = {
    "PYTHONSAFEPATH": "1",
    "PYTHONHOME": "/nowhere",
    "PYTHONHASHSEED": "none",
    "PYTHONOPTIMIZE": "2",
    "PYTHONWARNINGS": "error",
    "PYTHONPLATLIBDIR": "none",
}
FOR_MAKE = {"STAGE": "of-another-project", "PORT": "1", "PROJECT": "/nowhere", "ORDER": "none",
            "OUTPUTS": "/nowhere", "LIST": "", "GREP_OPTIONS": "-v"}  # fmt: skip


def hostile(folder: Path) -> dict[str, str]:
    """All of it at once, with broken AWS files and modules of our names in ``folder``."""
    broken = folder / "aws-config"
    broken.write_text("[[[")
    (folder / "json.py").write_text("raise SystemExit('another module of this name')\n")
    files = {"AWS_CONFIG_FILE": str(broken), "AWS_SHARED_CREDENTIALS_FILE": str(broken)}
    return FOR_AWS | files | FOR_PROXIES | FOR_PYTHON | FOR_MAKE | {"PYTHONPATH": str(folder)}
