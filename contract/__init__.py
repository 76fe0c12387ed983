"""Constants that several sides must name, such as statuses, frames and limits.

Imports nothing but itself. The program, components, functions, operations and the local stage may
import it, and each function's archive contains it, but for ``quotas.py``. Tests hold the JavaScript
of ``client/`` and ``storefront/`` to it.
"""
