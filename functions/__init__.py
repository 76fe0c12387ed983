"""What runs in Lambda. Nothing here knows Pulumi."""
