"""The notifier in Lambda. Modules here are entry points, one a function, and nothing else.

``push`` sends to connections, ``stores`` reads and writes the tables, ``protocol`` is what travels
on a connection. Each may import those after it.
"""
