"""Saga: steps as data -> a Standard state machine that compensates what was started.

Imports ``building_blocks``, and no other component. ``state_machine_definition``, ``step_states``,
``end_states``, ``task_states`` and ``retries`` are pure: strings in, dicts out.
"""
