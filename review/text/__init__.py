"""What a review's text is made of."""
