"""The checkout in Lambda. Modules here are entry points, one a function, and nothing else.

``http`` reads requests and makes responses, ``saga`` makes each start and each step happen once,
``stores`` reads and writes the tables, ``domain`` is pure. Each may import those after it.
"""
