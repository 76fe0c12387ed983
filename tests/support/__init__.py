"""What several test files share: fakes, builders, fixtures, the repository's path."""
