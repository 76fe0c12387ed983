"""What is tried on a local stage: demo, soak and flash sale, and the buyers that they play."""
