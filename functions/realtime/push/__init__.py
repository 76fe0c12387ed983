"""Pushing: store the event, post it to the connections, delete the rows of gone ones."""
