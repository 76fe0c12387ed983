"""Draws the pictures in ``docs/images``."""
