"""What the expected load needs of AWS's quotas."""
