"""Constants that several sides must name: statuses, keys of tables, metrics, frames.

Imports nothing. Every other package may import it.
"""
