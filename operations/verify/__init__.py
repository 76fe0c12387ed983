"""``make verify``: a deployed stage proves itself. ``__main__`` is the command."""
