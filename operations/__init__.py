"""Commands that operators run against a stage, on AWS or local. docs/runbook.md says when."""
