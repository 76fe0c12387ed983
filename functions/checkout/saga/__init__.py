"""What makes a saga happen once: one execution for an order, one effect for a step."""
