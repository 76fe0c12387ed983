"""What every function family needs."""
