"""What two test files share: fakes, builders, fixtures, and the place of the repository."""
