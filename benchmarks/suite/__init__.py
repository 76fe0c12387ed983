"""What the tests and the checks of two commits cost. It takes an hour, so the bench has it not."""
