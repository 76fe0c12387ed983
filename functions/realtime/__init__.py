"""The notifier's functions. Each module here is the entry point of one function.

``push`` sends to connections, ``stores`` reads and writes the tables, ``protocol`` defines what
travels on a connection. Each may import the ones after it.
"""
