"""From an outcome to the frame on the buyer's page: our push function and its peers."""
