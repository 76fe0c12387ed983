"""Requests and responses of the HTTP API. Nothing here talks to AWS."""
