"""Draws the pictures in ``docs/images``, writes ``docs/saga.md`` and the list of URNs."""
