"""What the figure cold-start runs: fresh interpreters, an account to call, and peers."""
