"""Pushing: store the event, post it to the connections, forget those that are gone."""
