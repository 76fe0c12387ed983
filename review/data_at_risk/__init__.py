"""What of the stages' data a change puts at risk."""
