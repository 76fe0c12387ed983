"""Starts the commands, draws the pictures in ``docs/images``, writes what is generated."""
