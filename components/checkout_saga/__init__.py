"""CheckoutSaga: HTTP API, tables and functions of the checkout, around a ``Saga``.

Imports ``building_blocks`` and ``saga``, and no other component.
"""
