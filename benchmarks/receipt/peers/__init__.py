"""The peers, as functions that can be deployed: one file each, with boto3 alone."""
