"""What the fan-out figure needs: an API Gateway that takes its time, and tables that take none."""
