"""What a stage of a given load needs and costs."""
