"""What operators run against a deployed stage, on AWS or local: docs/runbook.md says when."""
