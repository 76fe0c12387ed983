"""What a plan says in place of what only a deployment knows. Pure."""

REGION = "us-east-1"
ACCOUNT = "000000000000"
