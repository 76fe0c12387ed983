"""Constants that several sides must name: statuses, keys of tables, metrics, frames, messages.

Imports nothing. Components, functions, operations and the local stage may import it, and each
function's archive contains it. Tests hold the JavaScript of ``client/`` and ``storefront/`` to it.
"""
