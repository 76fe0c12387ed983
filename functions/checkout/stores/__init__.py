"""Every call to AWS: the tables of the checkout, and the executions of its saga."""
