"""Draws the pictures in ``docs/images`` and writes ``tests/components/urns.txt``."""
