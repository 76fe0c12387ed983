"""The browser client of ``realtime.v1``, and ``python_model``: what it does, in Python."""
