"""Saga: steps as data -> a Standard state machine that compensates what was started.

Imports ``building_blocks``, and no other component. Only ``component``, ``args`` and ``monitoring``
know Pulumi. The rest is pure: ``state_machine_definition`` builds the machine from ``steps``.
"""
