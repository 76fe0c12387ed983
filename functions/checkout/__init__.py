"""The checkout: an HTTP API that starts a saga, and the saga's steps."""
