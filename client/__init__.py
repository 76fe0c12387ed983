"""The browser client of ``realtime.v1``, and ``python_model``, a model of it in Python."""
