"""``make forget-user``: erase what a stage holds of one user. ``__main__`` is the command."""
