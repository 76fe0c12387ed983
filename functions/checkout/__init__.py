"""The checkout in Lambda. Modules here are entry points, one a function, and nothing else.

``http`` reads requests and makes responses, ``stores`` reads and writes the tables and starts
sagas, ``domain`` is pure. Entry points may import all three; the first two import
``domain`` and ``functions.common``.
"""
