"""The protocol ``realtime.v1``: handshake, tokens, frames, events, requests."""
