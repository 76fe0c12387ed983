"""What runs the programs of both commits."""
