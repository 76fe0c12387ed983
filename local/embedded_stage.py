"""The stage that runs on this machine: nothing of it is on AWS, and nothing is billed."""

EMBEDDED = "local"
