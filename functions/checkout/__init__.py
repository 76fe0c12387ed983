"""The checkout's functions. Each module here is the entry point of one function.

``http`` reads requests and makes responses. ``stores`` reads and writes tables and starts sagas.
``domain`` is pure. Entry points may import all three; ``http`` and ``stores`` may import ``domain``
and ``functions.common``.
"""
