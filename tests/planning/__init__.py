"""What a load needs and costs."""
